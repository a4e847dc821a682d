package io.quorate.fabric.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads groups: {@code group_id=1,type=ff,bucket=watch_port:2,actions=output:2,bucket=…}. */
final class GroupSyntax {
  private static final Pattern BUCKET = Pattern.compile("(?:^|[\\s,])bucket\\s*=");
  private static final Pattern BUCKET_ACTIONS = Pattern.compile("(?:^|[\\s,])actions?\\s*[=:]");
  private static final int BUCKETS_MAX = 256;

  private final Names names;
  private final List<Field> hashFields = new ArrayList<>();
  private long id = -1;
  private Group.Type type = Group.Type.ALL;
  private boolean typed;

  GroupSyntax(Names names) {
    this.names = names;
  }

  Group read(String text) {
    String[] parts = BUCKET.split(text, -1);
    for (KeyValue item : KeyValue.split(parts[0])) {
      readOne(item);
    }
    if (id < 0 || !typed) {
      throw new FlowSyntaxException(
          "'" + text.strip() + "' is not a group; write group_id=N,type=all,bucket=actions=…");
    }
    List<Group.Bucket> buckets = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      buckets.add(bucket(parts[i]));
    }
    check(buckets);
    return new Group(id, type, hashFields, buckets);
  }

  private void readOne(KeyValue item) {
    String value = item.value();
    switch (item.key().toLowerCase(Locale.ROOT)) {
      case "group_id" -> id = groupId(value);
      case "type" -> type(value);
      case "selection_method" -> {
        if (!value.equals("hash")) {
          throw new FlowSyntaxException(
              "'" + item.text() + "' is not supported; write selection_method=hash");
        }
      }
      case "fields" -> fields(value);
      default -> throw new FlowSyntaxException("'" + item.text() + "' is not part of a group");
    }
  }

  private static long groupId(String text) {
    long group = FieldValue.number("group_id", text, 32);
    if (group > FlowSyntax.GROUP_MAX) {
      throw new FlowSyntaxException("'group_id=" + text + "': groups are 0..0xffffff00");
    }
    return group;
  }

  private void type(String text) {
    typed = true;
    type =
        switch (text.toLowerCase(Locale.ROOT)) {
          case "all" -> Group.Type.ALL;
          case "select" -> Group.Type.SELECT;
          case "indirect" -> Group.Type.INDIRECT;
          case "ff", "fast_failover" -> Group.Type.FAST_FAILOVER;
          default ->
              throw new FlowSyntaxException(
                  "'type=" + text + "': a group's type is all, select, indirect or ff");
        };
  }

  private void fields(String text) {
    for (KeyValue item : KeyValue.split(text)) {
      hashFields.add(FieldSyntax.field(item.key()));
    }
  }

  private Group.Bucket bucket(String text) {
    var split = BUCKET_ACTIONS.matcher(text);
    boolean hasActions = split.find();
    String head = hasActions ? text.substring(0, split.start()) : text;
    String tail = hasActions ? text.substring(split.end()) : "";
    int weight = type == Group.Type.SELECT ? 1 : 0;
    int watchPort = Ports.NONE;
    StringBuilder bare = new StringBuilder();
    for (KeyValue item : KeyValue.split(head)) {
      switch (item.key().toLowerCase(Locale.ROOT)) {
        case "weight" -> weight = FieldValue.numberTo("weight", item.value(), 65535);
        case "watch_port" -> watchPort = FieldValue.port(item.value(), names);
        case "bucket_id" -> FieldValue.numberTo("bucket_id", item.value(), Integer.MAX_VALUE);
        case "watch_group" ->
            throw new FlowSyntaxException("'" + item.text() + "' is not supported; use watch_port");
        default -> bare.append(item.text()).append(',');
      }
    }
    List<Action> actions = new ActionSyntax(names, Match.ANY, true).read(bare + tail);
    for (Action action : actions) {
      ActionSet.checkAllowed(action, "in a bucket");
    }
    return new Group.Bucket(weight, watchPort, actions);
  }

  private void check(List<Group.Bucket> buckets) {
    if (buckets.size() > BUCKETS_MAX) {
      throw new FlowSyntaxException("group " + id + " has more than " + BUCKETS_MAX + " buckets");
    }
    if (type == Group.Type.INDIRECT && buckets.size() != 1) {
      throw new FlowSyntaxException(
          "group " + id + " has " + buckets.size() + " buckets; an indirect group has one");
    }
    for (Group.Bucket bucket : buckets) {
      if (type == Group.Type.FAST_FAILOVER && bucket.watchPort() == Ports.NONE) {
        throw new FlowSyntaxException(
            "group " + id + ": each bucket of a fast failover group needs watch_port:N");
      }
    }
  }
}
