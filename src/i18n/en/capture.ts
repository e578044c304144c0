/** English: saving a capture. */
export default {
  capture: {
    title: 'Save a capture',
    text: 'A file for Wireshark, tcpdump and their kin: the very bytes that passed the devices, with simulated times.',
    scope: 'What',
    packet: 'Packet {{number}}, at every device it passes',
    device: 'All that passes {{dev}}',
    netns: 'All that passes the devices of {{netns}}',
    all: 'Everything since the lab was set up',
    format: 'Format',
    pcapng: 'pcapng, with the reason of each hop as a comment',
    pcap: 'pcap, the older format: bytes and times alone',
    file: 'File name',
    save: 'Save',
    saved_one: 'Saved, {{count}} frame.',
    saved_other: 'Saved, {{count}} frames.',
    nothing: 'Nothing passed there yet.',
    failed: 'The capture could not be made.',
  },
} as const;
