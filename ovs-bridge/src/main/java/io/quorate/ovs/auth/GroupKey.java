package io.quorate.ovs.auth;

import io.quorate.fabric.file.BadFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The 128 bits that all replicas and edges of a fabric share. It never shows itself. */
public final class GroupKey {

  private static final Pattern TEXT = Pattern.compile("([0-9a-fA-F]{32})\\r?\\n?");
  private static final int TEXT_BYTES_MAX = 34;
  private static final String MEND =
      "make one with: (umask 077; od -An -N16 -tx1 /dev/urandom | tr -d ' ' > FILE)";

  private final long k0;
  private final long k1;

  private GroupKey(byte[] key) {
    ByteBuffer words = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
    this.k0 = words.getLong();
    this.k1 = words.getLong();
  }

  /** A key of 16 bytes. */
  static GroupKey of(byte[] key) {
    return new GroupKey(key);
  }

  /**
   * Reads a key: 32 hexadecimal digits, and at most a newline.
   *
   * @throws BadFile if it is none, or others than the file's owner and group may read it, or others
   *     than its owner may write it
   */
  public static GroupKey read(Path file) {
    String name = file.toString();
    byte[] text;
    try {
      checkPermissions(file);
      try (InputStream in = Files.newInputStream(file)) {
        text = in.readNBytes(TEXT_BYTES_MAX + 1);
      }
    } catch (IOException e) {
      throw BadFile.whole(name, "the group key cannot be read: " + e, MEND);
    }
    Matcher digits = TEXT.matcher(new String(text, StandardCharsets.ISO_8859_1));
    if (!digits.matches()) {
      throw BadFile.whole(name, "a group key has 32 hexadecimal digits, and nothing else", MEND);
    }
    return new GroupKey(HexFormat.of().parseHex(digits.group(1)));
  }

  private static void checkPermissions(Path file) throws IOException {
    Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
    if (granted.contains(PosixFilePermission.OTHERS_READ)
        || granted.contains(PosixFilePermission.OTHERS_WRITE)
        || granted.contains(PosixFilePermission.GROUP_WRITE)) {
      throw BadFile.whole(
          file.toString(),
          "others may read or write the group key",
          "take that from them (chmod 600), and make a new key if anybody may have read it");
    }
  }

  long code(byte[] covered) {
    return SipHash.of(k0, k1, covered);
  }

  @Override
  public String toString() {
    return "GroupKey";
  }
}
