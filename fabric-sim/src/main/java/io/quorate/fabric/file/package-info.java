/**
 * Files that people write, read kindly: YAML whose every value knows its line and column, numbers
 * with units, names with a near miss suggested, and one line for whatever is wrong ({@link
 * io.quorate.fabric.file.BadFile}). Knows nothing of what the files are about; the readers of
 * fabrics and fault schedules stand on it.
 */
@NullMarked
package io.quorate.fabric.file;

import org.jspecify.annotations.NullMarked;
