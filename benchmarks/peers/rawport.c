/*
 * What a raw port costs in C: the peer of io.quorate.ovs.port, for benchmarks/run ports.
 *
 *   rawport send INTERFACE FRAME_BYTES WARM_UP_S SECONDS       sendmmsg(2), 64 frames a call
 *   rawport receive INTERFACE HOW WARM_UP_S SECONDS            HOW: messages, frame_ring, block_ring
 *   rawport ping INTERFACE HOW WARM_UP_ROUNDS ROUNDS           HOW: messages, frame_ring
 *   rawport echo INTERFACE HOW
 *
 * Prints one line: frames, seconds, nanoseconds of processor time, kernel drops; or, for ping, p50 p90
 * p99 in nanoseconds. A receiver counts from its first frame on, after the warm-up; echo ends after two
 * seconds without a frame.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 64, SLOT = 2048, BUFFER = 16 << 20, BLOCK = 1 << 16, TYPE = 0x7a01, IDLE_MS = 2000 };
enum how { MESSAGES, FRAME_RING, BLOCK_RING };

static uint64_t checked;

static void die(const char *what) {
  perror(what);
  exit(1);
}

static uint64_t now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static enum how how_of(const char *name) {
  if (!strcmp(name, "messages")) return MESSAGES;
  if (!strcmp(name, "frame_ring")) return FRAME_RING;
  if (!strcmp(name, "block_ring")) return BLOCK_RING;
  fprintf(stderr, "rawport: no way to receive is called %s\n", name);
  exit(2);
}

static void option(int fd, int level, int name, const void *value, socklen_t length) {
  if (setsockopt(fd, level, name, value, length) < 0) die("setsockopt");
}

struct port {
  int fd;
  enum how how;
  char *ring;
  size_t next;   /* byte offset of the next frame, or of the current block */
  uint32_t left; /* frames that are left in the current block */
  char *frame;   /* the next of them */
};

static struct port open_port(const char *interface, enum how how) {
  struct port p = {.how = how};
  p.fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, 0);
  if (p.fd < 0) die("socket");
  int room = BUFFER / 2, one = 1;
  option(p.fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room);
  option(p.fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof one);
  if (how == MESSAGES) {
    option(p.fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
  } else if (how == FRAME_RING) {
    int version = TPACKET_V2;
    struct tpacket_req r = {BLOCK, BUFFER / BLOCK, SLOT, BUFFER / SLOT};
    option(p.fd, SOL_PACKET, PACKET_VERSION, &version, sizeof version);
    option(p.fd, SOL_PACKET, PACKET_RX_RING, &r, sizeof r);
  } else {
    int version = TPACKET_V3;
    struct tpacket_req3 r = {BLOCK, BUFFER / BLOCK, SLOT, BUFFER / SLOT, 1, 0, 0};
    option(p.fd, SOL_PACKET, PACKET_VERSION, &version, sizeof version);
    option(p.fd, SOL_PACKET, PACKET_RX_RING, &r, sizeof r);
  }
  if (how != MESSAGES) {
    p.ring = mmap(NULL, BUFFER, PROT_READ | PROT_WRITE, MAP_SHARED, p.fd, 0);
    if (p.ring == MAP_FAILED) die("mmap");
  }
  struct sockaddr_ll a = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
  a.sll_ifindex = (int)if_nametoindex(interface);
  if (!a.sll_ifindex || bind(p.fd, (struct sockaddr *)&a, sizeof a) < 0) die(interface);
  return p;
}

static struct mmsghdr messages[BATCH];
static struct iovec vectors[BATCH];
static char slots[BATCH][SLOT];

static void prepare(size_t bytes) {
  for (int i = 0; i < BATCH; i++) {
    vectors[i] = (struct iovec){slots[i], bytes};
    messages[i].msg_hdr.msg_iov = &vectors[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
}

static void fill(char *frame, int bytes) {
  memset(frame, 0x5a, (size_t)bytes);
  memset(frame, 2, 12);
  frame[12] = TYPE >> 8;
  frame[13] = TYPE & 0xff;
}

static void look(const char *frame, uint32_t length) { checked += (uint8_t)frame[12] + length; }

static int take_messages(struct port *p) {
  int n = recvmmsg(p->fd, messages, BATCH, MSG_DONTWAIT, NULL);
  for (int i = 0; i < n; i++) look(slots[i], messages[i].msg_len);
  return n < 0 ? 0 : n;
}

static int take_frames(struct port *p) {
  int n = 0;
  for (; n < BATCH; n++) {
    struct tpacket2_hdr *h = (struct tpacket2_hdr *)(p->ring + p->next);
    if (!(__atomic_load_n(&h->tp_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER)) break;
    look((char *)h + h->tp_mac, h->tp_len);
    __atomic_store_n(&h->tp_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
    p->next = p->next + SLOT == BUFFER ? 0 : p->next + SLOT;
  }
  return n;
}

static int take_blocks(struct port *p) {
  struct tpacket_block_desc *b = (struct tpacket_block_desc *)(p->ring + p->next);
  if (!p->left) {
    if (!(__atomic_load_n(&b->hdr.bh1.block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER)) return 0;
    p->left = b->hdr.bh1.num_pkts;
    p->frame = (char *)b + b->hdr.bh1.offset_to_first_pkt;
  }
  int n = 0;
  for (; n < BATCH && p->left; n++, p->left--) {
    struct tpacket3_hdr *h = (struct tpacket3_hdr *)p->frame;
    look((char *)h + h->tp_mac, h->tp_len);
    p->frame += h->tp_next_offset;
  }
  if (!p->left) {
    __atomic_store_n(&b->hdr.bh1.block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
    p->next = p->next + BLOCK == BUFFER ? 0 : p->next + BLOCK;
  }
  return n;
}

/* Frames without waiting; several calls may be needed until it says 0. */
static int take(struct port *p) {
  return p->how == MESSAGES ? take_messages(p) : p->how == FRAME_RING ? take_frames(p) : take_blocks(p);
}

/* Waits for frames and takes some; 0 after so many milliseconds. A ring may be readable too early. */
static int receive(struct port *p, int ms) {
  int n = take(p);
  struct pollfd set = {p->fd, POLLIN, 0};
  while (!n && poll(&set, 1, ms) > 0) n = take(p);
  return n;
}

static unsigned drops(struct port *p) {
  struct tpacket_stats_v3 s = {0};
  socklen_t length = sizeof s;
  getsockopt(p->fd, SOL_PACKET, PACKET_STATISTICS, &s, &length);
  return s.tp_drops;
}

static void send_flood(struct port *p, int bytes, uint64_t warm_ns, uint64_t ns) {
  prepare((size_t)bytes);
  for (int i = 0; i < BATCH; i++) fill(slots[i], bytes);
  uint64_t begin = now(CLOCK_MONOTONIC), start = 0, cpu = 0, frames = 0, t = begin;
  while (!start || t < start + ns) {
    int n = sendmmsg(p->fd, messages, BATCH, MSG_DONTWAIT);
    if (n > 0) frames += (uint64_t)n;
    t = now(CLOCK_MONOTONIC);
    if (!start && t >= begin + warm_ns) start = t, cpu = now(CLOCK_THREAD_CPUTIME_ID), frames = 0;
  }
  printf("%lu %.6f %lu 0\n", frames, (double)(t - start) / 1e9, now(CLOCK_THREAD_CPUTIME_ID) - cpu);
}

static void receive_flood(struct port *p, uint64_t warm_ns, uint64_t ns) {
  prepare(SLOT);
  uint64_t begin = 0, start = 0, cpu = 0, frames = 0, t = 0;
  while (!start || t < start + ns) {
    int n = receive(p, begin ? IDLE_MS : 20000);
    if (!n) break;
    frames += (uint64_t)n;
    t = now(CLOCK_MONOTONIC);
    if (!begin) begin = t;
    if (!start && t >= begin + warm_ns) {
      start = t, cpu = now(CLOCK_THREAD_CPUTIME_ID), frames = 0, drops(p);
    }
  }
  uint64_t spent = now(CLOCK_THREAD_CPUTIME_ID) - cpu;
  printf("%lu %.6f %lu %u\n", frames, (double)(t - start) / 1e9, spent, drops(p));
}

static void send_one(struct port *p, const char *frame, size_t bytes) {
  while (send(p->fd, frame, bytes, 0) < 0 && errno == EAGAIN) {}
}

static int ascending(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

static void ping(struct port *p, int warm, int rounds) {
  char frame[64];
  fill(frame, sizeof frame);
  prepare(SLOT);
  uint64_t *times = calloc((size_t)rounds, sizeof *times);
  for (int i = -warm; i < rounds; i++) {
    uint64_t start = now(CLOCK_MONOTONIC);
    send_one(p, frame, sizeof frame);
    if (!receive(p, 10000)) exit(1);
    if (i >= 0) times[i] = now(CLOCK_MONOTONIC) - start;
  }
  qsort(times, (size_t)rounds, sizeof *times, ascending);
  printf("%lu %lu %lu\n", times[rounds / 2], times[rounds * 9 / 10], times[rounds * 99 / 100]);
}

static void echo(struct port *p) {
  char frame[64];
  fill(frame, sizeof frame);
  prepare(SLOT);
  int wait = 20000;
  while (receive(p, wait)) {
    send_one(p, frame, sizeof frame);
    wait = IDLE_MS;
  }
}

int main(int argc, char **argv) {
  if (argc == 6 && !strcmp(argv[1], "send")) {
    struct port p = open_port(argv[2], MESSAGES);
    send_flood(&p, atoi(argv[3]), (uint64_t)(atof(argv[4]) * 1e9), (uint64_t)(atof(argv[5]) * 1e9));
  } else if (argc == 6 && !strcmp(argv[1], "receive")) {
    struct port p = open_port(argv[2], how_of(argv[3]));
    receive_flood(&p, (uint64_t)(atof(argv[4]) * 1e9), (uint64_t)(atof(argv[5]) * 1e9));
  } else if (argc == 6 && !strcmp(argv[1], "ping")) {
    struct port p = open_port(argv[2], how_of(argv[3]));
    ping(&p, atoi(argv[4]), atoi(argv[5]));
  } else if (argc == 4 && !strcmp(argv[1], "echo")) {
    struct port p = open_port(argv[2], how_of(argv[3]));
    echo(&p);
  } else {
    fprintf(stderr, "usage: rawport send|receive|ping|echo INTERFACE ...; see the head of rawport.c\n");
    return 2;
  }
  fprintf(stderr, "%lu\n", checked);
  return 0;
}
