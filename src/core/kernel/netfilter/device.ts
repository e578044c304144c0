/** Device names in rules: a trailing `+` stands for any ending. Source: ip_tables.c ip_packet_match (ifname_compare). */
export function deviceFits(name: string, pattern: string): boolean {
  return pattern.endsWith('+') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
