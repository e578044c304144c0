/**
 * Settings that exist for all devices and for each one: how the two are joined.
 * Source: include/linux/inetdevice.h IN_DEV_ANDCONF, IN_DEV_ORCONF, IN_DEV_MAXCONF.
 */
import type { InetConf, Link } from '../model/link';
import type { Netns } from '../model/world';

export function and(ns: Netns, link: Link, name: keyof InetConf): boolean {
  return ns.inetAll[name] !== 0 && link.inet[name] !== 0;
}

export function or(ns: Netns, link: Link, name: keyof InetConf): boolean {
  return ns.inetAll[name] !== 0 || link.inet[name] !== 0;
}

export function max(ns: Netns, link: Link, name: keyof InetConf): number {
  return Math.max(ns.inetAll[name], link.inet[name]);
}
