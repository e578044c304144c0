/** A lab of two hosts, `left` 10.0.0.1 and `right` 10.0.0.2, with a cable between them: for what is typed. */
export const TWO_HOSTS = `
apiVersion: packetwalk/v1
kind: Lab
metadata: { name: one }
spec:
  title: { en: one }
  summary: { en: one }
  machines:
    - { name: left, role: host, setup: "ip addr add 10.0.0.1/24 dev eth0\\nip link set eth0 up" }
    - { name: right, role: host, setup: "ip addr add 10.0.0.2/24 dev eth0\\nip link set eth0 up" }
  cables: [[left/eth0, right/eth0]]
  sends: []
`;
