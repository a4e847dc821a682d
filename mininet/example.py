#!/usr/bin/python3
"""Starts wan-three in Mininet, attaches Quorate to it, asks the replicated service, and takes everything away.

    sudo mininet/example.py
"""

import os
import signal
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
# This directory is called like Mininet's own package, and must not be taken for it.
sys.path = [each for each in sys.path if os.path.abspath(each or ".") not in (HERE, os.path.dirname(HERE))]

from mininet.net import Mininet  # noqa: E402

CLIENT = """
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(2)
for number, word in enumerate(["Beowulf", "Grendel", "Hrothgar"], start=1):
    s.sendto(("example %d append names %s," % (number, word)).encode(), ("10.0.0.100", 7000))
    print(s.recv(2000).decode())
"""


def load():
    """The module beside this one, which has the name of the whole project."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("quorate_mininet", os.path.join(HERE, "quorate.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def attach():
    """Starts `quorate attach`, and waits until it is attached."""
    command = os.environ.get("QUORATE", os.path.join(os.path.dirname(HERE), "quorate"))
    process = subprocess.Popen(
        [command, "attach", "--mininet", "--switches", "S1,S2,S3", "--ingress", "WAN0", "--leader", "S1"],
        stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        print(line, end="")
        if line.startswith("Ctrl-C"):
            return process
    sys.exit("quorate attach ended with %d" % process.wait())


def main():
    quorate = load()
    net = Mininet(topo=quorate.WanThree(), switch=quorate.QuorateSwitch, host=quorate.QuorateHost, controller=None)
    net.start()
    try:
        lost = net.pingAll()
        process = attach()
        try:
            answers = net["c1"].popen(["/usr/bin/python3", "-c", CLIENT], text=True).communicate()[0]
            print(answers, end="")
            lost += net.pingAll()
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()
    finally:
        net.stop()
    if lost or answers.splitlines()[-1:] != ["example 3 ok Beowulf,Grendel,Hrothgar,"]:
        sys.exit("that is not what was to be seen")


if __name__ == "__main__":
    main()
