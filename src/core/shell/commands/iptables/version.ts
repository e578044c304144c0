/** The release whose words are spoken here; its rules live in nf_tables. */
export const VERSION = 'v1.8.11 (nf_tables)';
