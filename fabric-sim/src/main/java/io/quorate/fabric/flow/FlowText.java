package io.quorate.fabric.flow;

import java.util.StringJoiner;

/** Prints flows and groups in canonical ovs-ofctl syntax. */
final class FlowText {
  private FlowText() {}

  static String of(Flow flow, Names names) {
    return head(flow, names, "") + actions(flow, names);
  }

  /** As a dump shows it, with what the entry has seen. */
  static String of(CountedFlow counted, Names names) {
    String seen = "n_packets=" + counted.packets() + ",n_bytes=" + counted.bytes();
    return head(counted.flow(), names, seen) + actions(counted.flow(), names);
  }

  static String of(Group group, Names names) {
    StringBuilder text = new StringBuilder("group_id=" + group.id() + ",type=");
    text.append(
        switch (group.type()) {
          case ALL -> "all";
          case SELECT -> "select";
          case INDIRECT -> "indirect";
          case FAST_FAILOVER -> "ff";
        });
    if (!group.hashFields().isEmpty()) {
      StringJoiner fields = new StringJoiner(",", ",selection_method=hash,fields(", ")");
      group.hashFields().forEach(field -> fields.add(FieldSyntax.text(field, "tp")));
      text.append(fields);
    }
    for (Group.Bucket bucket : group.buckets()) {
      text.append(",bucket=");
      if (group.type() == Group.Type.SELECT || bucket.weight() != 0) {
        text.append("weight:").append(bucket.weight()).append(',');
      }
      if (bucket.watchPort() != Ports.NONE) {
        text.append("watch_port:").append(names.portText(bucket.watchPort())).append(',');
      }
      text.append("actions=").append(new ActionText("tp", names).list(bucket.actions()));
    }
    return text.toString();
  }

  private static String head(Flow flow, Names names, String seen) {
    StringJoiner text = new StringJoiner(",", "", ",actions=");
    if (flow.cookie() != 0) {
      text.add("cookie=0x" + Long.toHexString(flow.cookie()));
    }
    text.add("table=" + flow.table());
    if (!seen.isEmpty()) {
      text.add(seen);
    }
    if (flow.idleTimeoutS() != 0) {
      text.add("idle_timeout=" + flow.idleTimeoutS());
    }
    if (flow.hardTimeoutS() != 0) {
      text.add("hard_timeout=" + flow.hardTimeoutS());
    }
    text.add("priority=" + flow.priority());
    String match = MatchText.of(flow.match(), names);
    if (!match.isEmpty()) {
      text.add(match);
    }
    return text.toString();
  }

  private static String actions(Flow flow, Names names) {
    return new ActionText(FieldSyntax.transport(flow.match()), names).list(flow.actions());
  }
}
