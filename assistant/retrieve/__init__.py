"""From a question to excerpts: candidates, ranking, diversity, expansion."""
