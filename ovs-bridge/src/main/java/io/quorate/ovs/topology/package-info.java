/**
 * Builds a described fabric out of Open vSwitch bridges, network namespaces and veth pairs, and
 * takes it away again, also what a killed run left. What runs on it is not known here.
 */
@NullMarked
package io.quorate.ovs.topology;

import org.jspecify.annotations.NullMarked;
