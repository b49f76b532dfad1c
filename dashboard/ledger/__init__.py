"""The ledger: what people do in the application. Accounts, sessions and the audit, in a small transactional database of its own.

Times are moments in UTC. Nothing here knows Streamlit, and nothing here reads a release.
"""
