package io.quorate.ovs.doctor;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One thing that the doctor has to say.
 *
 * @param severity how bad it is
 * @param kind what sort of thing, in a word that stays the same: {@code checksum-offload}
 * @param where a program, interface, switch or file
 * @param what what is the matter, in a sentence
 * @param mend how to mend it; empty where nothing needs to be
 */
public record Finding(Severity severity, String kind, String where, String what, String mend) {

  /** How bad something is. */
  public enum Severity {
    /** Live fabrics do not work. */
    ERROR,
    /** They work, and something will go wrong or is in the way. */
    WARNING,
    /** As it is, it is fine. */
    NOTE
  }

  /** As plain values, for JSON. */
  public Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("severity", severity.name().toLowerCase(Locale.ROOT));
    document.put("kind", kind);
    document.put("where", where);
    document.put("what", what);
    document.put("mend", mend);
    return document;
  }

  /** One line for a person. */
  @Override
  public String toString() {
    String line = "%-7s  %s: %s".formatted(severity.name().toLowerCase(Locale.ROOT), where, what);
    return mend.isEmpty() ? line : line + "; " + mend;
  }

  static Finding error(String kind, String where, String what, String mend) {
    return new Finding(Severity.ERROR, kind, where, what, mend);
  }

  static Finding warning(String kind, String where, String what, String mend) {
    return new Finding(Severity.WARNING, kind, where, what, mend);
  }

  static Finding note(String kind, String where, String what) {
    return new Finding(Severity.NOTE, kind, where, what, "");
  }
}
