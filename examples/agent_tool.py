"""Give the assistant to an agent as a tool.

python examples/agent_tool.py "Who vetoed the resolution?"

Here a tool call is made by hand, so that the program needs no model. With one, give the tool to
`langchain.agents.create_agent(model, tools=[as_tool(assistant)])`.
"""

import sys

from assistant import as_tool, open_assistant


def main(question: str) -> None:
    """Print what an agent would read, and how sure the assistant is."""
    with open_assistant() as assistant:
        tool = as_tool(assistant)
        call = {"name": tool.name, "args": {"question": question}, "id": "1", "type": "tool_call"}
        message = tool.invoke(call)
    print(message.content)
    print(f"\nconfidence {message.artifact.confidence:.2f}")


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["Who vetoed the resolution?"]))
