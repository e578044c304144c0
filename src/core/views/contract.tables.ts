/** The tables of a netns as the screens show them. */
import type { Message } from './message';

export type TableName =
  | 'links'
  | 'addresses'
  | 'routes'
  | 'neigh'
  | 'fdb'
  | 'rules'
  | 'peers'
  | 'netfilter'
  | 'ipsets'
  | 'conntrack'
  | 'counters'
  | 'sockets'
  /** Of a routing daemon. */
  | 'bgpSessions'
  | 'bgpRoutes'
  | 'sysctl'
  | 'files'
  /** Of the API server. */
  | 'objects';
export interface TableRow {
  readonly key: string;
  readonly cells: readonly string[];
  /** Against the instant compared with. */
  readonly status: 'same' | 'new' | 'changed' | 'gone';
  readonly was: readonly string[] | null;
}
export interface TableView {
  readonly name: TableName;
  readonly columns: readonly Message[];
  readonly rows: readonly TableRow[];
  /** Rows of a very long table that are not told; absent when all are. */
  readonly hidden?: number;
}
/** The tables of a netns at a record. */
export interface TablesAt extends TablesView {
  readonly seq: number;
}
export interface TablesView {
  /** Empty for the API server. */
  readonly netns: string;
  /** Without those that most machines have nothing in, where there is nothing in them. */
  readonly tables: readonly TableView[];
}
