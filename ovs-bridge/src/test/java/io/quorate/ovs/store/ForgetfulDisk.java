package io.quorate.ovs.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk that loses, when the power goes, any of the sectors that were not synced; and whose syncs
 * fail when told to. Real files, and what stood in them before.
 */
final class ForgetfulDisk implements Opening {

  private static final int SECTOR_BYTES = 512;

  private final List<Channel> channels = new ArrayList<>();
  private boolean failing;
  private int syncsAfterFailure;

  @Override
  public synchronized FileChannel open(Path file, OpenOption... how) throws IOException {
    Channel channel = new Channel(FileChannel.open(file, how));
    channels.add(channel);
    return channel;
  }

  /** Every sync fails from now on. */
  synchronized void fail() {
    failing = true;
  }

  /** Syncs that were asked for although one had failed. */
  synchronized int syncsAfterFailure() {
    return syncsAfterFailure;
  }

  /** The power goes: of what was not synced any sector may be as it was before. */
  synchronized void losePower(Random random) throws IOException {
    for (Channel channel : channels) {
      channel.lose(random);
    }
    channels.clear();
  }

  private synchronized void syncing() throws IOException {
    if (failing) {
      syncsAfterFailure++;
      throw new IOException("Input/output error");
    }
  }

  private final class Channel extends FileChannel {
    private final FileChannel file;

    /** By sector: what stands in it durably, where that is not what was written last. */
    private final Map<Long, byte[]> before = new TreeMap<>();

    Channel(FileChannel file) {
      this.file = file;
    }

    synchronized void lose(Random random) throws IOException {
      int how = random.nextInt(3);
      for (Map.Entry<Long, byte[]> sector : before.entrySet()) {
        if (how == 0 || (how == 1 && random.nextBoolean())) {
          file.write(ByteBuffer.wrap(sector.getValue()), sector.getKey() * SECTOR_BYTES);
        }
      }
      file.close();
    }

    @Override
    public synchronized int write(ByteBuffer from, long position) throws IOException {
      long last = (position + from.remaining() - 1) / SECTOR_BYTES;
      for (long sector = position / SECTOR_BYTES; sector <= last; sector++) {
        if (!before.containsKey(sector)) {
          byte[] old = new byte[SECTOR_BYTES];
          file.read(ByteBuffer.wrap(old), sector * SECTOR_BYTES);
          before.put(sector, old);
        }
      }
      return file.write(from, position);
    }

    @Override
    public synchronized void force(boolean metaData) throws IOException {
      syncing();
      before.clear();
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return file.read(into, position);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    /** Closing is not syncing, and the power may still go. */
    @Override
    protected void implCloseChannel() {}

    @Override
    public int read(ByteBuffer into) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] into, int at, int count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer from) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int at, int count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }
  }
}
