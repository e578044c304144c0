/**
 * The counters of `/proc/net/snmp` and `/proc/net/netstat`, in the order in which Linux 6.18 prints them, and which of them
 * are worked out when somebody looks. Source: net/ipv4/proc.c snmp_seq_show, netstat_seq_show.
 */
import { counterOf } from '../../model/snmp';
import type { Netns } from '../../model/world';
import { defaultTtl } from '../../kernel/ip4/output';
import { readSysctl } from '../../kernel/ops/sysctl';

export type SnmpGroup = keyof typeof NAMES;

/** A line of names for each group; several parts only where the line would be too long. */
const NAMES = {
  Ip: [
    'Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors ForwDatagrams InUnknownProtos',
    'InDiscards InDelivers OutRequests OutDiscards OutNoRoutes ReasmTimeout ReasmReqds',
    'ReasmOKs ReasmFails FragOKs FragFails FragCreates OutTransmits',
  ],
  Icmp: [
    'InMsgs InErrors InCsumErrors InDestUnreachs InTimeExcds InParmProbs InSrcQuenchs',
    'InRedirects InEchos InEchoReps InTimestamps InTimestampReps InAddrMasks InAddrMaskReps',
    'OutMsgs OutErrors OutRateLimitGlobal OutRateLimitHost OutDestUnreachs OutTimeExcds',
    'OutParmProbs OutSrcQuenchs OutRedirects OutEchos OutEchoReps OutTimestamps',
    'OutTimestampReps OutAddrMasks OutAddrMaskReps',
  ],
  Tcp: [
    'RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets',
    'CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors',
  ],
  Udp: [
    'InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors',
    'IgnoredMulti MemErrors',
  ],
  UdpLite: [
    'InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors',
    'IgnoredMulti MemErrors',
  ],
  TcpExt: [
    'SyncookiesSent SyncookiesRecv SyncookiesFailed EmbryonicRsts PruneCalled RcvPruned',
    'OfoPruned OutOfWindowIcmps LockDroppedIcmps ArpFilter TW TWRecycled TWKilled PAWSActive',
    'PAWSEstab BeyondWindow TSEcrRejected PAWSOldAck PAWSTimewait DelayedACKs',
    'DelayedACKLocked DelayedACKLost ListenOverflows ListenDrops TCPHPHits TCPPureAcks',
    'TCPHPAcks TCPRenoRecovery TCPSackRecovery TCPSACKReneging TCPSACKReorder TCPRenoReorder',
    'TCPTSReorder TCPFullUndo TCPPartialUndo TCPDSACKUndo TCPLossUndo TCPLostRetransmit',
    'TCPRenoFailures TCPSackFailures TCPLossFailures TCPFastRetrans TCPSlowStartRetrans',
    'TCPTimeouts TCPLossProbes TCPLossProbeRecovery TCPRenoRecoveryFail TCPSackRecoveryFail',
    'TCPRcvCollapsed TCPBacklogCoalesce TCPDSACKOldSent TCPDSACKOfoSent TCPDSACKRecv',
    'TCPDSACKOfoRecv TCPAbortOnData TCPAbortOnClose TCPAbortOnMemory TCPAbortOnTimeout',
    'TCPAbortOnLinger TCPAbortFailed TCPMemoryPressures TCPMemoryPressuresChrono',
    'TCPSACKDiscard TCPDSACKIgnoredOld TCPDSACKIgnoredNoUndo TCPSpuriousRTOs TCPMD5NotFound',
    'TCPMD5Unexpected TCPMD5Failure TCPSackShifted TCPSackMerged TCPSackShiftFallback',
    'TCPBacklogDrop PFMemallocDrop TCPMinTTLDrop TCPDeferAcceptDrop IPReversePathFilter',
    'TCPTimeWaitOverflow TCPReqQFullDoCookies TCPReqQFullDrop TCPRetransFail TCPRcvCoalesce',
    'TCPOFOQueue TCPOFODrop TCPOFOMerge TCPChallengeACK TCPSYNChallenge TCPFastOpenActive',
    'TCPFastOpenActiveFail TCPFastOpenPassive TCPFastOpenPassiveFail',
    'TCPFastOpenListenOverflow TCPFastOpenCookieReqd TCPFastOpenBlackhole',
    'TCPSpuriousRtxHostQueues BusyPollRxPackets TCPAutoCorking TCPFromZeroWindowAdv',
    'TCPToZeroWindowAdv TCPWantZeroWindowAdv TCPSynRetrans TCPOrigDataSent',
    'TCPHystartTrainDetect TCPHystartTrainCwnd TCPHystartDelayDetect TCPHystartDelayCwnd',
    'TCPACKSkippedSynRecv TCPACKSkippedPAWS TCPACKSkippedSeq TCPACKSkippedFinWait2',
    'TCPACKSkippedTimeWait TCPACKSkippedChallenge TCPWinProbe TCPKeepAlive TCPMTUPFail',
    'TCPMTUPSuccess TCPDelivered TCPDeliveredCE TCPAckCompressed TCPZeroWindowDrop',
    'TCPRcvQDrop TCPWqueueTooBig TCPFastOpenPassiveAltKey TcpTimeoutRehash',
    'TcpDuplicateDataRehash TCPDSACKRecvSegs TCPDSACKIgnoredDubious TCPMigrateReqSuccess',
    'TCPMigrateReqFailure TCPPLBRehash TCPAORequired TCPAOBad TCPAOKeyNotFound TCPAOGood',
    'TCPAODroppedIcmps',
  ],
  IpExt: [
    'InNoRoutes InTruncatedPkts InMcastPkts OutMcastPkts InBcastPkts OutBcastPkts InOctets',
    'OutOctets InMcastOctets OutMcastOctets InBcastOctets OutBcastOctets InCsumErrors',
    'InNoECTPkts InECT1Pkts InECT0Pkts InCEPkts ReasmOverlaps',
  ],
  MPTcpExt: [
    'MPCapableSYNRX MPCapableSYNTX MPCapableSYNACKRX MPCapableACKRX MPCapableFallbackACK',
    'MPCapableFallbackSYNACK MPCapableSYNTXDrop MPCapableSYNTXDisabled MPCapableEndpAttempt',
    'MPFallbackTokenInit MPTCPRetrans MPJoinNoTokenFound MPJoinSynRx MPJoinSynBackupRx',
    'MPJoinSynAckRx MPJoinSynAckBackupRx MPJoinSynAckHMacFailure MPJoinAckRx',
    'MPJoinAckHMacFailure MPJoinRejected MPJoinSynTx MPJoinSynTxCreatSkErr MPJoinSynTxBindErr',
    'MPJoinSynTxConnectErr DSSNotMatching DSSCorruptionFallback DSSCorruptionReset',
    'InfiniteMapTx InfiniteMapRx DSSNoMatchTCP DataCsumErr OFOQueueTail OFOQueue OFOMerge',
    'NoDSSInWindow DuplicateData AddAddr AddAddrTx AddAddrTxDrop EchoAdd EchoAddTx',
    'EchoAddTxDrop PortAdd AddAddrDrop MPJoinPortSynRx MPJoinPortSynAckRx MPJoinPortAckRx',
    'MismatchPortSynRx MismatchPortAckRx RmAddr RmAddrDrop RmAddrTx RmAddrTxDrop RmSubflow',
    'MPPrioTx MPPrioRx MPFailTx MPFailRx MPFastcloseTx MPFastcloseRx MPRstTx MPRstRx',
    'SubflowStale SubflowRecover SndWndShared RcvWndShared RcvWndConflictUpdate',
    'RcvWndConflict MPCurrEstab Blackhole MPCapableDataFallback MD5SigFallback DssFallback',
    'SimultConnectFallback FallbackFailed WinProbe',
  ],
} as const;

/** Types of ICMP messages that have names of their own. Source: net/ipv4/proc.c icmpmibmap. */
const ICMP_TYPES: Readonly<Record<string, number>> = {
  ...{ DestUnreachs: 3, TimeExcds: 11, ParmProbs: 12, SrcQuenchs: 4, Redirects: 5, Echos: 8, EchoReps: 0 },
  ...{ Timestamps: 13, TimestampReps: 14, AddrMasks: 17, AddrMaskReps: 18 },
};

/** What is no counter: fixed, a setting, or a number of sockets. */
const STANDING: Readonly<Record<string, (ns: Netns) => number>> = {
  // 1 is forwarding, 2 is not (RFC 1213).
  IpForwarding: (ns) => (readSysctl(ns, 'net/ipv4/ip_forward') === 1 ? 1 : 2),
  IpDefaultTTL: defaultTtl,
  TcpRtoAlgorithm: () => 1,
  TcpRtoMin: () => 200,
  TcpRtoMax: () => 120_000,
  TcpMaxConn: () => -1,
  TcpCurrEstab: ({ sockets }) =>
    [...sockets.entries.values()].filter(
      (socket) => socket.kind === 'tcp' && (socket.state === 'ESTABLISHED' || socket.state === 'CLOSE_WAIT'),
    ).length,
};

/** One group, in order. */
export function snmpGroup(ns: Netns, group: SnmpGroup): readonly (readonly [name: string, value: number])[] {
  return NAMES[group]
    .join(' ')
    .split(' ')
    .map((name) => [name, snmpValue(ns, group, name)]);
}

/** The types of ICMP messages that came and went. */
export function icmpMsg(ns: Netns): readonly (readonly [name: string, value: number])[] {
  return (['In', 'Out'] as const).flatMap((way) =>
    Array.from({ length: 256 }, (_, type): [string, number] => {
      const name = `${way}Type${String(type)}`;
      return [name, counterOf(ns, `IcmpMsg${name}`)];
    }).filter(([, value]) => value > 0),
  );
}

function snmpValue(ns: Netns, group: SnmpGroup, name: string): number {
  const key = `${group}${name}`;
  const standing = Object.hasOwn(STANDING, key) ? STANDING[key] : undefined;
  if (standing !== undefined) return standing(ns);
  const [, way = '', rest = ''] = /^(In|Out)(.+)$/.exec(name) ?? [];
  const type = group === 'Icmp' && Object.hasOwn(ICMP_TYPES, rest) ? ICMP_TYPES[rest] : undefined;
  if (type !== undefined) return counterOf(ns, `IcmpMsg${way}Type${String(type)}`);
  return counterOf(ns, key);
}

/** Groups of each file. */
const SNMP_GROUPS = ['Ip', 'Icmp', 'IcmpMsg', 'Tcp', 'Udp', 'UdpLite'] as const;
const NETSTAT_GROUPS = ['TcpExt', 'IpExt', 'MPTcpExt'] as const;

type AnyGroup = SnmpGroup | 'IcmpMsg';

export function snmpRows(ns: Netns, group: AnyGroup): ReturnType<typeof icmpMsg> {
  return group === 'IcmpMsg' ? icmpMsg(ns) : snmpGroup(ns, group);
}

/** Lines of one of the two files. */
export function snmpFile(ns: Netns, file: 'snmp' | 'netstat'): readonly string[] {
  const groups: readonly AnyGroup[] = file === 'snmp' ? SNMP_GROUPS : NETSTAT_GROUPS;
  return groups.flatMap((group) => {
    const rows = snmpRows(ns, group);
    if (rows.length === 0) return [];
    return [
      `${group}: ${rows.map(([name]) => name).join(' ')}`,
      `${group}: ${rows.map(([, value]) => String(value)).join(' ')}`,
    ];
  });
}

/** Everything that is really counted, as `nstat` calls it. Source: iproute2 misc/nstat.c load_snmp, load_netstat. */
export function counted(ns: Netns): readonly (readonly [name: string, value: number])[] {
  return [...SNMP_GROUPS, ...NETSTAT_GROUPS].flatMap((group) =>
    snmpRows(ns, group)
      .filter(([name]) => !USELESS.has(`${group}${name}`))
      .map(([name, value]): [string, number] => [`${group}${name}`, value]),
  );
}

/** Source: misc/nstat.c useless_numbers. */
const USELESS: ReadonlySet<string> = new Set([
  ...['IpForwarding', 'IpDefaultTTL', 'TcpRtoAlgorithm', 'TcpRtoMin', 'TcpRtoMax', 'TcpMaxConn'],
  ...['TcpCurrEstab'],
]);
