/** Ports that tell what is inside, as assigned by IANA. */

export const DNS_PORT = 53;
export const BGP_PORT = 179;
export const GENEVE_PORT = 6081;
/** Not assigned, but what everybody takes. */
export const WIREGUARD_PORT = 51_820;
