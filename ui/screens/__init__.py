"""What the navigation leads to, one a file.

Not called `pages`: Streamlit runs each file of a folder of that name by itself.
"""
