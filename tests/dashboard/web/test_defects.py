"""What the server writes of a defect: no word of the error."""

import os
import subprocess
import sys

NIP = "198001012005011004"

DEFECT = """
import dashboard.server
from streamlit import error_util
def counted():
    try:
        {}["%s"]
    except KeyError as error:
        raise ValueError("of %s") from error
try:
    counted()
except ValueError as error:
    error_util.handle_user_script_exception(error, None)
"""


def test_a_defect_of_a_page_lets_no_value_out() -> None:
    command = [sys.executable, "-c", DEFECT % (NIP, NIP)]
    done = subprocess.run(command, env={**os.environ, "IPASN_SIGN_IN": "none"}, capture_output=True, text=True, check=False)
    written = done.stdout + done.stderr
    assert "Uncaught app execution" in written
    assert "KeyError" in written
    assert "ValueError" in written
    assert "in counted" in written
    assert NIP not in written
