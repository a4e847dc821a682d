package io.quorate.ovs.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** How a log's files are opened: as the system does, or by a disk that fails and forgets. */
@FunctionalInterface
interface Opening {
  FileChannel open(Path file, OpenOption... how) throws IOException;
}
