"""Mininet with the switches and hosts that Quorate is tried on, for `mn --custom`.

    sudo mn --custom mininet/quorate.py --topo wanthree --switch quorate --host quorate --controller none
    sudo ./quorate attach --mininet --switches S1,S2,S3 --ingress WAN0 --leader S1

The topology is that of fabrics/wan-three.yaml. Any other topology, switch or host of Mininet does, too:
`quorate attach` needs nothing of what is here. Works with Mininet 2.3 under /usr/bin/python3.
"""

from mininet.node import Host, OVSSwitch
from mininet.topo import Topo


class QuorateSwitch(OVSSwitch):
    """Open vSwitch with its userspace datapath, which needs no kernel module, forwarding by learned addresses.

    Over a link to one of the switches named in `quiet` nothing is flooded, so that a ring of switches is no loop.
    Flows that name the port use it all the same.
    """

    def __init__(self, name, quiet=(), **params):
        params["batch"] = False  # what follows its start needs it started
        params.setdefault("datapath", "user")
        params.setdefault("failMode", "secure")
        OVSSwitch.__init__(self, name, **params)
        self.quiet = quiet

    def start(self, controllers):
        OVSSwitch.start(self, controllers)
        for intf in self.intfList():
            link = intf.link
            if link is None:
                continue
            other = link.intf2 if link.intf1 is intf else link.intf1
            if other.node.name in self.quiet:
                self.vsctl("--timeout=10 wait-until Interface", intf.name, "'ofport>0'")
                self.expect_nothing("ovs-ofctl mod-port", self.name, intf.name, "no-flood")
        if not controllers:
            # Not before now, for a switch that fails over to this by itself would have flooded meanwhile.
            self.expect_nothing("ovs-ofctl add-flow", self.name, "priority=0,actions=NORMAL")

    def expect_nothing(self, *command):
        said = self.cmd(*command).strip()
        if said:
            raise Exception("%s: %s" % (self.name, said))


class QuorateHost(Host):
    """A host that makes its checksums itself: the userspace datapath does not, and there is no card."""

    def config(self, **params):
        result = Host.config(self, **params)
        for intf in self.intfList():
            self.cmd("ethtool -K", intf.name, "tx off")
        return result


class WanThree(Topo):
    """Three switches in a row with a backup link, one for clients in front, three hosts at each."""

    def build(self):
        for number, name in enumerate(["WAN0", "S1", "S2", "S3"], start=1):
            quiet = {"S1": ["S3"], "S3": ["S1"]}.get(name, [])
            self.addSwitch(name, dpid="%016x" % number, quiet=quiet)
        hosts = [("c%d" % i, "WAN0") for i in (1, 2, 3)]
        hosts += [("h%d" % i, "S%d" % ((i + 2) // 3)) for i in range(1, 10)]
        for number, (name, switch) in enumerate(hosts, start=1):
            self.addHost(name, ip="10.0.0.%d/24" % number)
            self.addLink(name, switch)
        for one, other in [("WAN0", "S1"), ("S1", "S2"), ("S2", "S3"), ("S1", "S3")]:
            self.addLink(one, other)


# What `mn --custom` looks for.
topos = {"wanthree": WanThree}
switches = {"quorate": QuorateSwitch}
hosts = {"quorate": QuorateHost}
