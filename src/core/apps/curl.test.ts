import { describe, expect, it } from 'vitest';
import { routedNet, type Net } from '../testing/net';

/** What curl 7.88.1 prints, on a terminal. */
function served(): Net {
  const lab = routedNet();
  lab.start('h2', 'httpd -p 80');
  return lab;
}

it('prints the body', () =>
  expect(served().run('h1', 'curl http://10.2.0.2/')).toEqual(['h2 sees 10.1.0.2']));

it('-v tells the whole exchange', () => {
  expect(served().run('h1', "curl -v -d a=1 -H 'X-A: b' 10.2.0.2")).toEqual([
    '*   Trying 10.2.0.2:80...',
    '* Connected to 10.2.0.2 (10.2.0.2) port 80 (#0)',
    '> POST / HTTP/1.1',
    '> Host: 10.2.0.2',
    '> User-Agent: curl/7.88.1',
    '> Accept: */*',
    '> X-A: b',
    '> Content-Length: 3',
    '> Content-Type: application/x-www-form-urlencoded',
    '> ',
    '* HTTP 1.0, assume close after body',
    '< HTTP/1.0 200 OK',
    '< Server: httpd',
    '< Content-Type: text/plain',
    '< Content-Length: 17',
    '< ',
    'h2 sees 10.1.0.2',
    '* Closing connection 0',
  ]);
});

it('-I asks for the head alone; -o and -w tell what one asks for', () => {
  expect(served().run('h1', 'curl -s -I http://10.2.0.2/x')).toEqual([
    ...['HTTP/1.0 200 OK', 'Server: httpd', 'Content-Type: text/plain', 'Content-Length: 17', ''],
  ]);
  const format = '%{http_code} %{remote_ip}:%{remote_port} %{local_ip} %{size_download}\\n';
  expect(served().run('h1', `curl -s -o /dev/null -w '${format}' http://10.2.0.2/`)).toEqual([
    '200 10.2.0.2:80 10.1.0.2 17',
  ]);
});

describe('what goes wrong', () => {
  const fails = (lab: Net, command: string): unknown => {
    const pid = lab.start('h1', command);
    const { output, exitCode } = lab.quiet().process('h1', pid);
    return [exitCode, output.at(-1)];
  };

  it('nobody listens', () =>
    expect(fails(routedNet(), 'curl http://10.2.0.2/')).toEqual([
      7,
      "curl: (7) Failed to connect to 10.2.0.2 port 80 after 0 ms: Couldn't connect to server",
    ]));

  it('nobody answers', () => {
    const lab = routedNet().type('r', 'iptables -A FORWARD -p tcp -j DROP');
    expect(fails(lab, 'curl --connect-timeout 1 http://10.2.0.2/')).toEqual([
      28,
      'curl: (28) Failed to connect to 10.2.0.2 port 80 after 1000 ms: Timeout was reached',
    ]);
    expect(fails(lab, 'curl -m 1 http://10.2.0.2/')).toEqual([
      28,
      'curl: (28) Connection timed out after 1000 milliseconds',
    ]);
    expect(fails(lab, 'curl -s -m 1 http://10.2.0.2/')).toEqual([28, undefined]);
  });

  it('the answer does not come', () => {
    const lab = routedNet();
    lab.start('h2', 'ncat -l 80');
    expect(fails(lab, 'curl -m 1 http://10.2.0.2/')).toEqual([
      28,
      'curl: (28) Operation timed out after 1000 milliseconds with 0 bytes received',
    ]);
  });
});
