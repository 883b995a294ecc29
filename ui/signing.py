"""Signing in with Streamlit's own OpenID Connect: off unless `secrets.toml` has an `[auth]` part.

With it, conversations and preferences belong to whoever signed in.
"""

import streamlit as st

from ui.texts import Texts, language_of


def signed_in() -> str | None:
    """Whose page this is: empty where nobody signs in, None while somebody has to."""
    if not _asks_to_sign_in():
        return ""
    if st.user.is_logged_in:
        return str(st.user.get("email") or st.user.get("sub"))
    t = Texts(language_of(st.context.locale))
    st.header(t("page.name"), anchor=False)
    st.button(t("settings.sign_in"), on_click=st.login)
    return None


def _asks_to_sign_in() -> bool:
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False
