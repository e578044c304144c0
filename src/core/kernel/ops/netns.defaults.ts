/** MTUs devices start with. */
export const LOOPBACK_MTU = 65_536;
export const ETHERNET_MTU = 1500;
