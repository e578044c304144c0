/** Device names in rules: a trailing `+` stands for any ending. Source: ip_tables.c ip_packet_match (ifname_compare). */

/** A name of a rule, read once. */
export interface DevicePattern {
  readonly name: string;
  /** Any ending will do. */
  readonly begins: boolean;
}

export function devicePattern(text: string): DevicePattern {
  const begins = text.endsWith('+');
  return { name: begins ? text.slice(0, -1) : text, begins };
}

export function fitsPattern(name: string, pattern: DevicePattern): boolean {
  return pattern.begins ? name.startsWith(pattern.name) : name === pattern.name;
}

export function deviceFits(name: string, text: string): boolean {
  return fitsPattern(name, devicePattern(text));
}
