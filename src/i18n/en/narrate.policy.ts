/** Packets that network policies drop. */
export const policy = {
  policyVerdict: {
    ingress_one:
      'Dropped by {{chain}}: {{policies}} selects {{pod}}, and no rule of it lets this packet in. {{netns}} discards it at {{hook}} silently.',
    ingress_other:
      'Dropped by {{chain}}: {{policies}} select {{pod}}, and no rule of theirs lets this packet in. {{netns}} discards it at {{hook}} silently.',
    egress_one:
      'Dropped by {{chain}}: {{policies}} selects {{pod}}, and no rule of it lets this packet out. {{netns}} discards it at {{hook}} silently.',
    egress_other:
      'Dropped by {{chain}}: {{policies}} select {{pod}}, and no rule of theirs lets this packet out. {{netns}} discards it at {{hook}} silently.',
    denied:
      'Dropped by rule {{number}} of {{chain}}: {{policies}} denies just such packets. {{netns}} discards it at {{hook}} silently.',
    noProfile:
      'Dropped by {{chain}}: no policy has decided, and no profile of {{pod}} allows this packet. {{netns}} discards it at {{hook}} silently.',
  },
} as const;
