package io.quorate.ovs.openflow;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * What a switch gives back of what it was told: the same meaning may have several spellings, of
 * which each version of the protocol knows one.
 */
record Canonical(OpenFlowVersion version) {

  SwitchTables of(SwitchTables tables) {
    return new SwitchTables(
        tables.groups().stream().map(this::of).toList(),
        tables.meters(),
        tables.flows().stream().map(this::of).toList());
  }

  SwitchFlow of(SwitchFlow flow) {
    FlowCodec codec = new FlowCodec(version);
    ByteBuf out = Octets.buffer();
    int flags = flow.tellsRemoval() ? FlowCodec.SEND_REMOVED : 0;
    codec.write(out, new FlowStatistics(flow, 0, 0, 0, flags));
    return codec.readStatistics(out).getFirst().flow();
  }

  private SwitchGroup of(SwitchGroup group) {
    if (version == OpenFlowVersion.V10) {
      throw new InexpressibleException(
          "OpenFlow 1.0 has no groups; speak 1.3 for group " + group.id());
    }
    ByteBuf out = Octets.buffer();
    GroupCodec.writeBuckets(out, group.buckets());
    List<SwitchGroup.Bucket> buckets = GroupCodec.readBuckets(out);
    return new SwitchGroup(group.id(), group.type(), buckets);
  }
}
