/** Reads and writes small JSON documents: state files, requests and answers, findings. */
@NullMarked
package io.quorate.ovs.json;

import org.jspecify.annotations.NullMarked;
