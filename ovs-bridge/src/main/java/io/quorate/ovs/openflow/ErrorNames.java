package io.quorate.ovs.openflow;

import static io.quorate.ovs.openflow.OpenFlowVersion.V10;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** What errors are called: OpenFlow 1.0 and 1.3, Nicira's and those of bundles. */
final class ErrorNames {
  private static final int EXPERIMENTER = 0xffff;
  private static final int NICIRA = 0xb0c2;
  private static final int BUNDLE_FIRST = 2300;

  private static final String[] TYPES_10 = {
    "HELLO_FAILED",
    "BAD_REQUEST",
    "BAD_ACTION",
    "FLOW_MOD_FAILED",
    "PORT_MOD_FAILED",
    "QUEUE_OP_FAILED"
  };
  private static final String[] TYPES_13 = {
    "HELLO_FAILED",
    "BAD_REQUEST",
    "BAD_ACTION",
    "BAD_INSTRUCTION",
    "BAD_MATCH",
    "FLOW_MOD_FAILED",
    "GROUP_MOD_FAILED",
    "PORT_MOD_FAILED",
    "TABLE_MOD_FAILED",
    "QUEUE_OP_FAILED",
    "SWITCH_CONFIG_FAILED",
    "ROLE_REQUEST_FAILED",
    "METER_MOD_FAILED",
    "TABLE_FEATURES_FAILED"
  };
  private static final String[] HELLO = {"INCOMPATIBLE", "EPERM"};
  private static final String[] REQUEST = {
    "BAD_VERSION", "BAD_TYPE", "BAD_STAT", "BAD_EXPERIMENTER", "BAD_EXPERIMENTER_TYPE", "EPERM",
    "BAD_LEN", "BUFFER_EMPTY", "BUFFER_UNKNOWN", "BAD_TABLE_ID", "IS_SLAVE", "BAD_PORT",
    "BAD_PACKET", "MULTIPART_BUFFER_OVERFLOW"
  };
  private static final String[] ACTION = {
    "BAD_TYPE",
    "BAD_LEN",
    "BAD_EXPERIMENTER",
    "BAD_EXPERIMENTER_TYPE",
    "BAD_OUT_PORT",
    "BAD_ARGUMENT",
    "EPERM",
    "TOO_MANY",
    "BAD_QUEUE",
    "BAD_OUT_GROUP",
    "MATCH_INCONSISTENT",
    "UNSUPPORTED_ORDER",
    "BAD_TAG",
    "BAD_SET_TYPE",
    "BAD_SET_LEN",
    "BAD_SET_ARGUMENT"
  };
  private static final String[] INSTRUCTION = {
    "UNKNOWN_INST",
    "UNSUP_INST",
    "BAD_TABLE_ID",
    "UNSUP_METADATA",
    "UNSUP_METADATA_MASK",
    "BAD_EXPERIMENTER",
    "BAD_EXPERIMENTER_TYPE",
    "BAD_LEN",
    "EPERM"
  };
  private static final String[] MATCH = {
    "BAD_TYPE", "BAD_LEN", "BAD_TAG", "BAD_DL_ADDR_MASK", "BAD_NW_ADDR_MASK", "BAD_WILDCARDS",
    "BAD_FIELD", "BAD_VALUE", "BAD_MASK", "BAD_PREREQ", "DUP_FIELD", "EPERM"
  };
  private static final String[] FLOW_13 = {
    "UNKNOWN",
    "TABLE_FULL",
    "BAD_TABLE_ID",
    "OVERLAP",
    "EPERM",
    "BAD_TIMEOUT",
    "BAD_COMMAND",
    "BAD_FLAGS"
  };
  private static final String[] FLOW_10 = {
    "ALL_TABLES_FULL", "OVERLAP", "EPERM", "BAD_EMERG_TIMEOUT", "BAD_COMMAND", "UNSUPPORTED"
  };
  private static final String[] GROUP = {
    "GROUP_EXISTS", "INVALID_GROUP", "WEIGHT_UNSUPPORTED", "OUT_OF_GROUPS", "OUT_OF_BUCKETS",
    "CHAINING_UNSUPPORTED", "WATCH_UNSUPPORTED", "LOOP", "UNKNOWN_GROUP", "CHAINED_GROUP",
    "BAD_TYPE", "BAD_COMMAND", "BAD_BUCKET", "BAD_WATCH", "EPERM"
  };
  private static final String[] METER = {
    "UNKNOWN", "METER_EXISTS", "INVALID_METER", "UNKNOWN_METER", "BAD_COMMAND", "BAD_FLAGS",
    "BAD_RATE", "BAD_BURST", "BAD_BAND", "BAD_BAND_VALUE", "OUT_OF_METERS", "OUT_OF_BANDS"
  };
  private static final String[] BUNDLE = {
    "UNKNOWN",
    "EPERM",
    "BAD_ID",
    "BUNDLE_EXIST",
    "BUNDLE_CLOSED",
    "OUT_OF_BUNDLES",
    "BAD_TYPE",
    "BAD_FLAGS",
    "MSG_BAD_LEN",
    "MSG_BAD_XID",
    "MSG_UNSUP",
    "MSG_CONFLICT",
    "MSG_TOO_MANY",
    "MSG_FAILED",
    "TIMEOUT",
    "BUNDLE_IN_PROGRESS"
  };

  private ErrorNames() {}

  /** Words and numbers for an error. */
  static String text(OpenFlowVersion version, Message.ErrorTold error) {
    int type = error.type();
    int code = error.code();
    if (type == EXPERIMENTER || type == NICIRA) {
      return extension(type, code, error.data());
    }
    String[] types = version == V10 ? TYPES_10 : TYPES_13;
    if (type >= types.length) {
      return "error type " + type + " code " + code;
    }
    String name = types[type];
    String[] codes =
        switch (name) {
          case "HELLO_FAILED" -> HELLO;
          case "BAD_REQUEST" -> REQUEST;
          case "BAD_ACTION" -> ACTION;
          case "BAD_INSTRUCTION" -> INSTRUCTION;
          case "BAD_MATCH" -> MATCH;
          case "FLOW_MOD_FAILED" -> version == V10 ? FLOW_10 : FLOW_13;
          case "GROUP_MOD_FAILED" -> GROUP;
          case "METER_MOD_FAILED" -> METER;
          default -> new String[0];
        };
    String said = code < codes.length ? codes[code] : "code " + code;
    return name + " " + said + " (type " + type + ", code " + code + ")";
  }

  private static String extension(int type, int code, Bytes data) {
    ByteBuf in = Unpooled.wrappedBuffer(data.toArray());
    if (type == EXPERIMENTER) {
      int bundle = code - BUNDLE_FIRST;
      return bundle >= 0 && bundle < BUNDLE.length
          ? "BUNDLE_FAILED " + BUNDLE[bundle] + " (experimenter error " + code + ")"
          : "experimenter error " + code;
    }
    if (in.readableBytes() < 8) {
      return "vendor error";
    }
    in.skipBytes(4);
    return "vendor error type " + in.readUnsignedShort() + " code " + in.readUnsignedShort();
  }
}
