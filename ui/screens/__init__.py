"""The pages of the navigation.

Not called `pages`: Streamlit runs each file of a folder of that name by itself.
"""
