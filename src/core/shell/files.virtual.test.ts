/** Goal: files that a kernel makes up, as a real one makes them: Linux 6.18 for the same sockets and devices. */
import { expect, test } from 'vitest';
import { net } from '../testing/net';

test('/proc/net/tcp', () => {
  const lab = net().machines('a');
  lab.start('a', 'nc -lk 8080');
  lab.wait(0.1);
  const [head, row] = lab.printed('a', 'cat /proc/net/tcp');
  expect(head).toBe(
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'.padEnd(
      149,
    ),
  );
  expect(row).toMatch(
    /^ {3}0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 {5}0 {8}0 \d+ 1 /,
  );
});

test('/sys/class/net', () => {
  const lab = net()
    .machines('a', 'b')
    .veth('a.e', 'b.e')
    .type('a', 'ip link set e address fa:01:1c:27:7a:af mtu 1400');
  expect(lab.printed('a', 'ls /sys/class/net')).toEqual(['e  lo']);
  expect(
    lab.printed('a', 'cat /sys/class/net/e/address /sys/class/net/e/mtu /sys/class/net/e/operstate'),
  ).toEqual(['fa:01:1c:27:7a:af', '1400', 'up']);
  expect(lab.ask('a', 'cat /sys/class/net/x/mtu').exitCode).toBe(1);
});
