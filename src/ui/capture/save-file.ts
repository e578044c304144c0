/** Hands bytes to the browser as a download. */
export function saveFile(name: string, bytes: Uint8Array): void {
  // A copy in a buffer of its own: the type of a part of a Blob wants no shared one.
  const url = URL.createObjectURL(
    new Blob([new Uint8Array(bytes)], { type: 'application/vnd.tcpdump.pcap' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the address by the next task.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
