-- Wireshark and tshark dissector for Quorate's messages (wire format v1, docs/wire-format.md).
--
--   wireshark -X lua_script:tools/wireshark/quorate.lua trace.pcapng
--   tshark    -X lua_script:tools/wireshark/quorate.lua -r trace.pcapng -Y 'quorate.slot == 17'
--
-- or copy this file into the folder of personal Lua plugins (Help, About, Folders).
-- Works with Wireshark 3.6 and later; docs/trace.md lists the fields and shows filters.

-- Wireshark brings the BitOp library as a global, whichever Lua it was built with.
local bit = bit

local ACCEPT, LEARN, TRUST, PROMISE = 0x7a01, 0x7a02, 0x7a04, 0x7a08
local JOIN, PREPARE, CLIENT, REPLY = 0x7a00, 0x7a20, 0x7a40, 0x7a41
local NACK, REPAIR, CHOSEN, REFUSAL = 0x7a42, 0x7a43, 0x7a44, 0x7a45
local ACK, CANVASS, SUPPORT, PIECE, FETCH = 0x7a46, 0x7a47, 0x7a48, 0x7a49, 0x7a4a
local RECOVER, RECOVERED = 0x7a4b, 0x7a4c
local READ, HANDOVER = 0x7a4d, 0x7a4e

local TYPES = {
  [JOIN] = "JOIN", [ACCEPT] = "ACCEPT", [LEARN] = "LEARN", [TRUST] = "TRUST",
  [PROMISE] = "PROMISE", [PREPARE] = "PREPARE", [CLIENT] = "CLIENT", [REPLY] = "REPLY",
  [NACK] = "NACK", [REPAIR] = "REPAIR", [CHOSEN] = "CHOSEN", [REFUSAL] = "REFUSAL",
  [ACK] = "ACK", [CANVASS] = "CANVASS", [SUPPORT] = "SUPPORT", [PIECE] = "PIECE", [FETCH] = "FETCH",
  [READ] = "READ", [HANDOVER] = "HANDOVER",
  [RECOVER] = "RECOVER", [RECOVERED] = "RECOVERED",
}

local REASONS = { [1] = "not the leader", [2] = "busy", [3] = "stale", [4] = "too large",
  [5] = "expired", [6] = "changing", [7] = "read abandoned", [8] = "unfit",
}

-- Which fields mean something in which type.
local HAS_BALLOT = {
  [ACCEPT] = true, [LEARN] = true, [TRUST] = true, [PROMISE] = true, [PREPARE] = true, [NACK] = true,
  [ACK] = true, [CANVASS] = true, [SUPPORT] = true, [HANDOVER] = true,
  [RECOVERED] = true,
}
local HAS_SESSION = {
  [ACCEPT] = true, [CLIENT] = true, [REPLY] = true, [CHOSEN] = true, [REFUSAL] = true,
  [READ] = true,
}
local SLOT_WORD = {
  [ACCEPT] = "slot", [LEARN] = "slot", [CHOSEN] = "slot", [TRUST] = "chosen-below",
  [PREPARE] = "from-slot", [PROMISE] = "from-slot", [REPAIR] = "from-slot", [JOIN] = "delivered-below",
  [ACK] = "delivered-below", [PIECE] = "snapshot-of", [FETCH] = "snapshot-of",
  [HANDOVER] = "delivered-below",
  [RECOVER] = "from-slot", [RECOVERED] = "from-slot",
}

local HEADER_BYTES = 64
local VOTE_HEADER_BYTES = 34
local HORIZON_BYTES = 8
local EXPIRED = 5
local MAGIC = 0x5150
local NOOP, LAST, CHANGE, BATCH, KNOWN = 1, 2, 4, 8, 16
local BATCH_ENTRY_BYTES = 18
local KNOWN_ENTRY_BYTES = 6

local quorate = Proto("quorate", "Quorate: Paxos on Ethernet")

local f = {
  type = ProtoField.uint16("quorate.type", "Message type", base.HEX, TYPES),
  magic = ProtoField.uint16("quorate.magic", "Magic", base.HEX),
  version = ProtoField.uint8("quorate.version", "Version", base.DEC),
  flags = ProtoField.uint8("quorate.flags", "Flags", base.HEX),
  noop = ProtoField.bool("quorate.flags.noop", "No-op", 8, nil, NOOP),
  last = ProtoField.bool("quorate.flags.last", "Last page", 8, nil, LAST),
  change = ProtoField.bool("quorate.flags.change", "Change of the configuration", 8, nil, CHANGE),
  batch = ProtoField.bool("quorate.flags.batch", "Batch", 8, nil, BATCH),
  batch_value = ProtoField.none("quorate.batch.value", "Value"),
  has_known = ProtoField.bool("quorate.flags.known", "Incarnations known", 8, nil, KNOWN),
  group = ProtoField.uint16("quorate.group", "Group", base.DEC),
  sender = ProtoField.uint16("quorate.sender", "Sender (node id)", base.DEC),
  incarnation = ProtoField.uint32("quorate.incarnation", "Incarnation of the sender", base.DEC),
  ballot = ProtoField.string("quorate.ballot", "Ballot"),
  round = ProtoField.uint32("quorate.ballot.round", "Ballot round", base.DEC),
  node = ProtoField.uint16("quorate.ballot.node", "Ballot node", base.DEC),
  length = ProtoField.uint16("quorate.value_length", "Value length", base.DEC),
  slot = ProtoField.uint64("quorate.slot", "Slot", base.DEC),
  session = ProtoField.uint64("quorate.session", "Session", base.HEX),
  sequence = ProtoField.uint64("quorate.sequence", "Sequence", base.DEC),
  aux = ProtoField.uint64("quorate.aux", "Auxiliary", base.DEC),
  next_slot = ProtoField.uint64("quorate.next_slot", "First slot of the next page", base.DEC),
  repair_count = ProtoField.uint64("quorate.repair_count", "Slots asked for", base.DEC),
  read_round = ProtoField.uint64("quorate.read_round", "Round of reads to confirm", base.DEC),
  watermark = ProtoField.uint64("quorate.watermark", "Watermark", base.DEC),
  held_from = ProtoField.uint64("quorate.held_from", "Votes held from", base.DEC),
  total = ProtoField.uint32("quorate.snapshot.bytes", "Bytes of the snapshot", base.DEC),
  checksum = ProtoField.uint32("quorate.snapshot.checksum", "CRC32C of the snapshot", base.HEX),
  offset = ProtoField.uint64("quorate.snapshot.offset", "Offset in the snapshot", base.DEC),
  delivered_below = ProtoField.uint64("quorate.delivered_below", "Delivered below", base.DEC),
  asked_by = ProtoField.uint32("quorate.asked_by", "Incarnation that asked", base.DEC),
  known = ProtoField.none("quorate.known", "Incarnation known"),
  known_node = ProtoField.uint16("quorate.known.node", "Node id", base.DEC),
  known_incarnation = ProtoField.uint32("quorate.known.incarnation", "Incarnation", base.DEC),
  horizon = ProtoField.uint64("quorate.horizon", "Horizon: the client goes on above it", base.DEC),
  reason = ProtoField.uint16("quorate.reason", "Reason", base.DEC, REASONS),
  handed_over = ProtoField.string("quorate.handed_over", "Ballot that was handed over"),
  leader = ProtoField.uint16("quorate.leader", "Leader (node id)", base.DEC),
  auth = ProtoField.uint64("quorate.auth", "Reserved", base.HEX),
  crc = ProtoField.uint32("quorate.crc", "CRC32C", base.HEX),
  crc_ok = ProtoField.bool("quorate.crc.good", "CRC32C is right"),
  value = ProtoField.bytes("quorate.value", "Value"),
  vote = ProtoField.none("quorate.vote", "Vote"),
  vote_slot = ProtoField.uint64("quorate.vote.slot", "Slot", base.DEC),
  vote_round = ProtoField.uint32("quorate.vote.round", "Ballot round", base.DEC),
  vote_node = ProtoField.uint16("quorate.vote.node", "Ballot node", base.DEC),
  vote_noop = ProtoField.bool("quorate.vote.noop", "No-op", 8, nil, NOOP),
  vote_session = ProtoField.uint64("quorate.vote.session", "Session", base.HEX),
  vote_sequence = ProtoField.uint64("quorate.vote.sequence", "Sequence", base.DEC),
  vote_length = ProtoField.uint16("quorate.vote.length", "Value length", base.DEC),
}

local fields = {}
for _, field in pairs(f) do
  fields[#fields + 1] = field
end
quorate.fields = fields

local expert_malformed =
  ProtoExpert.new("quorate.malformed", "Malformed message", expert.group.MALFORMED, expert.severity.ERROR)
local expert_crc =
  ProtoExpert.new("quorate.crc.bad", "Wrong CRC32C", expert.group.CHECKSUM, expert.severity.ERROR)
quorate.experts = { expert_malformed, expert_crc }

quorate.prefs.check_crc = Pref.bool("Check the CRC32C of each message", true, "Computed in Lua")

-- CRC-32C (Castagnoli, reflected), a byte at a time.
local CRC_TABLE = {}
for i = 0, 255 do
  local c = i
  for _ = 1, 8 do
    local carry = bit.band(c, 1)
    c = bit.rshift(c, 1)
    if carry == 1 then
      c = bit.bxor(c, 0x82f63b78)
    end
  end
  CRC_TABLE[i] = c
end

local function crc_update(crc, bytes)
  for i = 0, bytes:len() - 1 do
    local index = bit.band(bit.bxor(crc, bytes:get_index(i)), 0xff)
    crc = bit.bxor(bit.rshift(crc, 8), CRC_TABLE[index])
  end
  return crc
end

-- Over the EtherType, the header without the CRC, and the value.
local function crc_of(ethertype, tvb, value_bytes)
  local crc = bit.bnot(0)
  crc = crc_update(crc, ByteArray.new(string.format("%04x", ethertype)))
  crc = crc_update(crc, tvb:range(0, 60):bytes())
  if value_bytes > 0 then
    crc = crc_update(crc, tvb:range(HEADER_BYTES, value_bytes):bytes())
  end
  return bit.tohex(bit.bnot(crc))
end

local function malformed(tree, pinfo, name, why)
  tree:add_proto_expert_info(expert_malformed, "Malformed: " .. why)
  pinfo.cols.info = name .. " malformed: " .. why
end

local function ballot_text(tvb, at)
  return string.format("%d.%d", tvb(at, 4):uint(), tvb(at + 4, 2):uint())
end

-- True where the value is a whole IPv4 packet, as an ordered client packet is.
local function is_ipv4(tvb, at, bytes)
  return bytes >= 20
    and bit.rshift(tvb(at, 1):uint(), 4) == 4
    and bit.band(tvb(at, 1):uint(), 15) >= 5
    and tvb(at + 2, 2):uint() == bytes
end

-- Hands the packet to Wireshark's own IP dissector, and takes the columns back afterwards.
local function dissect_packet(tvb, pinfo, root, at, bytes)
  local src, dst = pinfo.src, pinfo.dst
  Dissector.get("ip"):call(tvb(at, bytes):tvb(), pinfo, root)
  pinfo.src, pinfo.dst = src, dst
end

-- The ballot that a PREPARE's sender was handed, or nil: its round shares four bytes with a flag.
local function handed_over(tvb, ethertype)
  if ethertype ~= PREPARE or bit.band(tvb(46, 1):uint(), 0x80) == 0 then
    return nil
  end
  return string.format("%d.%d", bit.band(tvb(46, 4):uint(), 0x7fffffff), tvb(50, 2):uint())
end

local function add_flags(tree, tvb)
  local flags = tree:add(f.flags, tvb(3, 1))
  flags:add(f.noop, tvb(3, 1))
  flags:add(f.last, tvb(3, 1))
  flags:add(f.change, tvb(3, 1))
  flags:add(f.batch, tvb(3, 1))
  flags:add(f.has_known, tvb(3, 1))
end

local function add_aux(tree, tvb, ethertype)
  local aux = tree:add(f.aux, tvb(44, 8))
  if handed_over(tvb, ethertype) then
    aux:add(f.handed_over, tvb(46, 6), handed_over(tvb, ethertype))
  elseif ethertype == PROMISE then
    aux:add(f.next_slot, tvb(44, 8))
  elseif ethertype == TRUST then
    aux:add(f.watermark, tvb(44, 8))
  elseif ethertype == RECOVERED then
    aux:add(f.asked_by, tvb(48, 4))
  elseif ethertype == PIECE or ethertype == FETCH then
    aux:add(f.offset, tvb(44, 8))
  elseif ethertype == REPAIR then
    aux:add(f.repair_count, tvb(44, 8))
  elseif ethertype == REFUSAL then
    aux:add(f.leader, tvb(48, 2))
    aux:add(f.reason, tvb(50, 2))
  end
end

local function add_header(tree, tvb, ethertype)
  tree:add(f.type, ethertype):set_generated()
  tree:add(f.magic, tvb(0, 2))
  tree:add(f.version, tvb(2, 1))
  add_flags(tree, tvb)
  tree:add(f.group, tvb(4, 2))
  tree:add(f.sender, tvb(6, 2))
  tree:add(f.incarnation, tvb(8, 4))
  local ballot = tree:add(f.ballot, tvb(12, 6), ballot_text(tvb, 12))
  ballot:add(f.round, tvb(12, 4))
  ballot:add(f.node, tvb(16, 2))
  tree:add(f.length, tvb(18, 2))
  tree:add(f.slot, tvb(20, 8))
  if ethertype == PROMISE then
    tree:add(f.watermark, tvb(28, 8))
    tree:add(f.held_from, tvb(36, 8))
  elseif ethertype == TRUST or ethertype == ACK then
    tree:add(f.read_round, tvb(28, 8))
  elseif ethertype == RECOVERED then
    tree:add(f.watermark, tvb(28, 8))
    tree:add(f.delivered_below, tvb(36, 8))
  elseif ethertype == PIECE or ethertype == FETCH then
    tree:add(f.total, tvb(28, 4))
    tree:add(f.checksum, tvb(32, 4))
  else
    tree:add(f.session, tvb(28, 8))
    tree:add(f.sequence, tvb(36, 8))
  end
  add_aux(tree, tvb, ethertype)
  tree:add(f.auth, tvb(52, 8))
end

local function add_crc(tree, tvb, ethertype, value_bytes)
  local crc = tree:add(f.crc, tvb(60, 4))
  if not quorate.prefs.check_crc then
    return true
  end
  local computed = crc_of(ethertype, tvb, value_bytes)
  local good = computed == string.format("%08x", tvb(60, 4):uint())
  crc:add(f.crc_ok, tvb(60, 4), good):set_generated()
  if not good then
    tree:add_proto_expert_info(expert_crc, "Wrong CRC32C, should be 0x" .. computed)
  end
  return good
end

-- Adds the incarnations that the sender knows of; returns them as words, and where the rest of the value
-- begins, or nothing if they are cut short.
local function add_known(tree, tvb, value_bytes)
  if bit.band(tvb(3, 1):uint(), KNOWN) == 0 then
    return "", HEADER_BYTES
  end
  local count = value_bytes < 2 and 0 or tvb(HEADER_BYTES, 2):uint()
  if count == 0 or value_bytes < 2 + count * KNOWN_ENTRY_BYTES then
    return nil
  end
  local at, words = HEADER_BYTES + 2, {}
  for i = 1, count do
    local text = string.format("%d:%.0f", tvb(at, 2):uint(), tvb(at + 2, 4):uint())
    local entry = tree:add(f.known, tvb(at, KNOWN_ENTRY_BYTES))
    entry:set_text("Knows of node:incarnation " .. text)
    entry:add(f.known_node, tvb(at, 2))
    entry:add(f.known_incarnation, tvb(at + 2, 4))
    words[i] = text
    at = at + KNOWN_ENTRY_BYTES
  end
  return " knows=" .. table.concat(words, ","), at
end

-- Adds the votes of a page; returns how many, and whether they fill the value exactly.
local function add_votes(tree, tvb, from, value_bytes)
  local at, stop, count = from, HEADER_BYTES + value_bytes, 0
  while at < stop do
    if stop - at < VOTE_HEADER_BYTES or stop - at - VOTE_HEADER_BYTES < tvb(at + 32, 2):uint() then
      return count, false
    end
    local bytes = tvb(at + 32, 2):uint()
    local vote = tree:add(f.vote, tvb(at, VOTE_HEADER_BYTES + bytes))
    vote:set_text("Vote: slot=" .. tostring(tvb(at, 8):uint64()) .. " b=" .. ballot_text(tvb, at + 8))
    vote:add(f.vote_slot, tvb(at, 8))
    vote:add(f.vote_round, tvb(at + 8, 4))
    vote:add(f.vote_node, tvb(at + 12, 2))
    vote:add(f.vote_noop, tvb(at + 14, 1))
    vote:add(f.vote_session, tvb(at + 16, 8))
    vote:add(f.vote_sequence, tvb(at + 24, 8))
    vote:add(f.vote_length, tvb(at + 32, 2))
    if bytes > 0 then
      vote:add(f.value, tvb(at + VOTE_HEADER_BYTES, bytes))
    end
    at = at + VOTE_HEADER_BYTES + bytes
    count = count + 1
  end
  return count, true
end

-- Adds the values of a batch; returns how many, and whether they fill the value exactly.
local function add_batch(tree, tvb, value_bytes)
  local at, stop, count = HEADER_BYTES, HEADER_BYTES + value_bytes, 0
  while stop - at >= BATCH_ENTRY_BYTES do
    local bytes = tvb(at + 16, 2):uint()
    if stop - at - BATCH_ENTRY_BYTES < bytes then
      break
    end
    local value = tree:add(f.batch_value, tvb(at, BATCH_ENTRY_BYTES + bytes))
    value:set_text("Value: session=0x" .. tvb(at, 8):uint64():tohex() .. " seq=" .. tostring(tvb(at + 8, 8):uint64()))
    value:add(f.session, tvb(at, 8))
    value:add(f.sequence, tvb(at + 8, 8))
    if bytes > 0 then
      value:add(f.value, tvb(at + BATCH_ENTRY_BYTES, bytes))
    end
    at = at + BATCH_ENTRY_BYTES + bytes
    count = count + 1
  end
  return count, at == stop
end

local function info_text(tvb, ethertype)
  local words = { TYPES[ethertype] }
  local round
  local function say(word, value)
    words[#words + 1] = word .. "=" .. value
  end
  if HAS_BALLOT[ethertype] then
    say("b", ballot_text(tvb, 12))
  end
  if SLOT_WORD[ethertype] then
    say(SLOT_WORD[ethertype], tostring(tvb(20, 8):uint64()))
  end
  if bit.band(tvb(3, 1):uint(), NOOP) ~= 0 then
    words[#words + 1] = "no-op"
  elseif bit.band(tvb(3, 1):uint(), BATCH) ~= 0 then
    words[#words + 1] = "batch"
  elseif HAS_SESSION[ethertype] then
    say("session", "0x" .. tvb(28, 8):uint64():tohex())
    say("seq", tostring(tvb(36, 8):uint64()))
  end
  if (ethertype == TRUST or ethertype == ACK) and tvb(28, 8):uint64() ~= UInt64(0) then
    round = tostring(tvb(28, 8):uint64())
  end
  if bit.band(tvb(3, 1):uint(), CHANGE) ~= 0 then
    words[#words + 1] = "change"
  end
  if handed_over(tvb, ethertype) then
    say("heir-of", handed_over(tvb, ethertype))
  elseif ethertype == TRUST then
    say("watermark", tostring(tvb(44, 8):uint64()))
  elseif ethertype == RECOVERED then
    say("delivered-below", tostring(tvb(36, 8):uint64()))
    say("asked-by", tvb(48, 4):uint())
  elseif ethertype == PIECE or ethertype == FETCH then
    say("at", tostring(tvb(44, 8):uint64()))
    say("of", tvb(28, 4):uint())
  elseif ethertype == REPAIR then
    say("count", tostring(tvb(44, 8):uint64()))
  elseif ethertype == REFUSAL then
    local reason = tvb(50, 2):uint()
    say("reason", REASONS[reason] or tostring(reason))
    say("leader", tvb(48, 2):uint())
    if reason == EXPIRED and tvb(18, 2):uint() == HORIZON_BYTES and tvb:len() >= HEADER_BYTES + HORIZON_BYTES then
      say("horizon", tostring(tvb(HEADER_BYTES, HORIZON_BYTES):uint64()))
    end
  end
  if round then
    say("round", round)
  end
  say("from", tvb(6, 2):uint())
  return table.concat(words, " ")
end

function quorate.dissector(tvb, pinfo, root)
  local ethertype = pinfo.match_uint
  local name = TYPES[ethertype]
  pinfo.cols.protocol = "Quorate"
  pinfo.cols.info = name
  local tree = root:add(quorate, tvb(), "Quorate " .. name)
  if tvb:len() < HEADER_BYTES then
    malformed(tree, pinfo, name, "shorter than the header")
    return tvb:len()
  end
  if tvb(0, 2):uint() ~= MAGIC then
    malformed(tree, pinfo, name, "wrong magic")
    return tvb:len()
  end
  add_header(tree, tvb, ethertype)
  local value_bytes = tvb(18, 2):uint()
  if tvb:len() - HEADER_BYTES < value_bytes then
    malformed(tree, pinfo, name, "shorter than its value length says")
    return tvb:len()
  end
  local good = add_crc(tree, tvb, ethertype, value_bytes)
  local info = info_text(tvb, ethertype)
  local known, rest = add_known(tree, tvb, value_bytes)
  if not rest then
    tree:add_proto_expert_info(expert_malformed, "Malformed: incarnations are cut short")
    good = false
  else
    info = info .. known
  end
  if rest and (ethertype == PROMISE or ethertype == RECOVERED) then
    local votes, whole = add_votes(tree, tvb, rest, value_bytes)
    info = info .. " votes=" .. votes
    if ethertype == PROMISE and bit.band(tvb(3, 1):uint(), LAST) == 0 then
      info = info .. " more-from=" .. tostring(tvb(44, 8):uint64())
    end
    if not whole then
      tree:add_proto_expert_info(expert_malformed, "Malformed: a vote is cut short")
      good = false
    end
  elseif bit.band(tvb(3, 1):uint(), BATCH) ~= 0 then
    local values, whole = add_batch(tree, tvb, value_bytes)
    info = info .. " values=" .. values
    if not whole then
      tree:add_proto_expert_info(expert_malformed, "Malformed: a batch is cut short")
      good = false
    end
  elseif ethertype == REFUSAL and value_bytes == HORIZON_BYTES then
    tree:add(f.horizon, tvb(HEADER_BYTES, HORIZON_BYTES))
  elseif rest == HEADER_BYTES and value_bytes > 0 then
    tree:add(f.value, tvb(HEADER_BYTES, value_bytes))
    info = info .. " " .. value_bytes .. " bytes"
    if is_ipv4(tvb, HEADER_BYTES, value_bytes) then
      dissect_packet(tvb, pinfo, root, HEADER_BYTES, value_bytes)
    end
  end
  tree:append_text(", " .. info)
  pinfo.cols.protocol = "Quorate"
  pinfo.cols.info = good and info or info .. " (damaged)"
  return HEADER_BYTES + value_bytes
end

local ethertypes = DissectorTable.get("ethertype")
for ethertype in pairs(TYPES) do
  ethertypes:add(ethertype, quorate)
end
