"""A password in the field is stretched as RFC 9106 recommends, whatever the tests do to save time."""

import subprocess
import sys


def test_the_program_itself_stretches_in_full():
    says = "k = fit('o', 'n', 'p', bytes(32)); print(k.memory_kib, k.passes, k.lanes)"
    script = f"from sync.keys.vault import fit; {says}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["65536", "3", "4"]
