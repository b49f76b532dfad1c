"""A sender that is killed while the mail server thinks: nobody knows whether the mail arrived, and nobody sends it again."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from dashboard.ledger import mailings
from dashboard.ledger.accounts import Grant
from dashboard.ledger.mailings import HELD
from tests.dashboard.sending.conftest import Office, at
from tests.mail_server import HOST
from tests.serving import ROOT

SECONDS = 90


def test_killed_between_text_and_answer(office: Office, warehouse_of_sample: Path) -> None:
    no = office.account("kepala@contoh.go.id", Grant("unit_head", "1010"))
    office.subscribe(no, unit_id="1010")
    office.inbox.slow_seconds = SECONDS
    settings = {
        "IPASN_SMTP_HOST": HOST,
        "IPASN_SMTP_PORT": str(office.box.port),
        "IPASN_SMTP_SECURITY": "none",
        "IPASN_MAIL_FROM": "ipasn@contoh.go.id",
    }
    command = [sys.executable, "-m", "dashboard", "send", "--now", "2021-04-16T07:01"]
    sender = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + SECONDS
    while not office.inbox.taken and time.monotonic() < until:
        time.sleep(0.05)
    sender.kill()
    sender.wait()
    assert len(office.inbox.taken) == 1
    assert mailings.of_account(office.ledger, no)[0].state == "sending"
    office.inbox.slow_seconds = 0
    assert office.send(at(7, 20)) == [], "somebody may still be at it"
    assert office.send(at(7, 2) + HELD + timedelta(minutes=1)) == [(no, "doubtful", "died")]
    assert office.send(at(12)) == []
    assert len(office.inbox.taken) == 1
