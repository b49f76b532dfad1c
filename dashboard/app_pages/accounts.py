"""Accounts and the roles they hold. Every change stands in the audit; nobody changes the own account. No name and no NIP in an address."""

import streamlit as st

from dashboard import access, account_changes, account_panel, administering, grid, tables
from dashboard.access import roles, signed_in
from dashboard.ledger import account_list
from dashboard.text import _
from dashboard.text import accounts as sentences

viewer = access.require("accounts")
actor = administering.actor()
account_changes.told()
account_panel.add()
wanted = account_panel.wanted()
count = account_list.count(signed_in.ledger(), wanted)
if not count:
    st.info(_("Nothing found"))
    st.stop()
page = tables.page_number(count, account_list.PAGE_SIZE, account_list.MOST_PAGES)
found = account_list.page(signed_in.ledger(), wanted, page, now=administering.now())
units = administering.unit_names(viewer, {grant.unit_id for each in found for grant in each.grants if grant.unit_id is not None})
grid.words(sentences.table(found, roles.load(), units), sentences.caption(count))
if count > account_list.PAGE_SIZE:
    tables.turn(count, account_list.PAGE_SIZE, account_list.MOST_PAGES, key="accounts_page")
chosen = account_panel.chosen(found)
if chosen is not None:
    account_panel.show(viewer, actor, chosen.account.account_no)
