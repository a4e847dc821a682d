/**
 * A compact log of everything that one seat of a live fabric was driven with, so that the run can
 * be executed again off line: the same inputs give the same effects, because the programs and the
 * replica have no other source of anything.
 *
 * <p><b>Recording.</b> For each seat one {@link io.quorate.ovs.record.InputLogWriter}. Whoever
 * drives the seat appends every input <em>before</em> he acts on it, from the one thread that
 * drives:
 *
 * <pre>
 *   recorder = InputLogWriter.open(file, header, Options.DEFAULT, digest::value, told);
 *   disk = new RecordedDisk(log, recorder, System::nanoTime);       // durable groups only
 *   ...
 *   paxos.keepOn(disk);
 *   Recovered found = journal.read();
 *   recorder.append(new Input.Started(now, incarnation, seed, disk.start(), disk.read(), left));
 *   programs.startAgainFromDisk(start(incarnation, found));
 *   recorder.append(new Input.Stepped(now, new Event.Booted()));    paxos.step(new Event.Booted());
 *   recorder.append(new Input.Arrived(now, program, frame));        programs.run(program, frame);
 *   recorder.append(new Input.Pumped(now));                         programs.pump();
 *   recorder.append(new Input.Stopped(now));                        journal.crash();
 * </pre>
 *
 * That a sync was done is appended by {@link io.quorate.ovs.record.RecordedDisk}. What an input's
 * step asks of the world and is refused (room on the disk, room in a port) is appended during that
 * step as {@link io.quorate.ovs.record.Input.Refused}; what is granted is not recorded. Every so
 * many inputs the writer asks for the digest of all effects so far and puts it between them.
 *
 * <p><b>Replaying.</b> {@link io.quorate.ovs.record.InputLogReader} gives the inputs back in their
 * order, and with each the refusals that its step met; {@link io.quorate.ovs.record.ReplayedDisk}
 * stands for the disk.
 *
 * <p>This package opens no sockets and knows nothing of Open vSwitch.
 */
@NullMarked
package io.quorate.ovs.record;

import org.jspecify.annotations.NullMarked;
