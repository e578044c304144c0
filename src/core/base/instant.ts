/** Simulated time as a date, for the texts of tools that print one. */

import { DAY_SECONDS, FIRST_DAY } from './clock';

const two = (n: number): string => String(n).padStart(2, '0');

/** `2026-01-01T00:00:07Z` for 7 s after the start (RFC 3339, whole seconds). */
export function rfc3339(ns: number): string {
  const seconds = Math.floor(ns / 1e9);
  // Whoever asks mostly asks for the present.
  if (seconds !== last.seconds) last = { seconds, text: textOf(seconds) };
  return last.text;
}

let last = { seconds: -1, text: '' };

function textOf(seconds: number): string {
  const { year, month, day } = civil(FIRST_DAY + Math.floor(seconds / DAY_SECONDS));
  const rest = seconds % DAY_SECONDS;
  const time = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60].map(two).join(':');
  return `${year}-${two(month)}-${two(day)}T${time}Z`;
}

const WEEKDAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Thu, 01 Jan 2026 00:00:07 +0000` for 7 s after the start (RFC 1123 with a numeric zone). */
export function rfc1123z(ns: number): string {
  const days = FIRST_DAY + Math.floor(Math.floor(ns / 1e9) / DAY_SECONDS);
  const { year, month, day } = civil(days);
  // 1970-01-01 was a Thursday.
  const weekday = WEEKDAYS[days % 7] ?? '';
  return `${weekday}, ${two(day)} ${MONTHS[month - 1] ?? ''} ${year} ${rfc3339(ns).slice(11, 19)} +0000`;
}

/** `Thu Jan  1 00:00:07 2026` for 7 s after the start (ctime(3)). */
export function ctime(ns: number): string {
  const days = FIRST_DAY + Math.floor(Math.floor(ns / 1e9) / DAY_SECONDS);
  const { year, month, day } = civil(days);
  const weekday = WEEKDAYS[days % 7] ?? '';
  return `${weekday} ${MONTHS[month - 1] ?? ''} ${String(day).padStart(2)} ${rfc3339(ns).slice(11, 19)} ${year}`;
}

/** Date of a day counted from 1970-01-01. Algorithm: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
function civil(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

/** Nanoseconds since the start that a text of {@link rfc3339} means; null for any other text. */
export function sinceStart(text: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  const days = era * 146_097 + dayOfEra - 719_468 - FIRST_DAY;
  return (days * DAY_SECONDS + hour * 3600 + minute * 60 + second) * 1e9;
}
