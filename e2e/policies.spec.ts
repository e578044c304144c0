import { encodeShared } from '../src/core/scenario/share';
import { expect, test } from './helpers/test';
import { violations } from './helpers/axe';
import { LabPage } from './helpers/lab-page';

// Policies are switched off and on, as inputs of the lab; what that lets pass is tried and told. Where nobody enforces them,
// the page says so.

const OBJECTS = 'Kubernetes objects';

test('a policy that is taken away lets pass what it kept out, and comes back', async ({ browser }) => {
  const lab = await LabPage.open(browser, './#/lab/calico-policy');
  await lab.ready();
  const { page } = lab;
  await page.getByRole('button', { name: OBJECTS }).click();
  const web = page.getByRole('switch', { name: /allow-web/ });
  await expect(web).toBeChecked();
  const stranger = page.locator('[data-send="stranger-web"]');
  await expect(stranger).toHaveAttribute('data-verdict', 'fails');
  await expect(page.locator('[data-send="client-web"]')).toHaveAttribute('data-verdict', 'passes');
  expect(await violations(page)).toEqual([]);

  await page.keyboard.press('End');
  await web.click();
  await expect(web).not.toBeChecked();
  await expect(stranger).toHaveAttribute('data-verdict', 'passes');

  // A step back in time stands where the policy was still there, and what is tried is tried there.
  await page.keyboard.press('Home');
  await expect(web).toBeChecked();
  await expect(stranger).toHaveAttribute('data-verdict', 'fails');
  await expect(page.getByTestId('policies-tried')).toContainText('Does not pass');
  await page.keyboard.press('End');
  await expect(web).not.toBeChecked();
  await expect(stranger).toHaveAttribute('data-verdict', 'passes');

  // It is an input like any other: the address has it, and there is a way back.
  await expect(page).toHaveURL(/kubectl.delete.networkpolicy/);
  await web.click();
  await expect(web).toBeChecked();
  await expect(stranger).toHaveAttribute('data-verdict', 'fails');
});

test('a policy is written in a form, typed as kubectl would have it, and tried at once', async ({
  browser,
}) => {
  const lab = await LabPage.open(browser, './#/lab/calico-policy');
  await lab.ready();
  const { page } = lab;
  await page.getByRole('button', { name: OBJECTS }).click();
  const client = page.locator('[data-send="client-web"]');
  await expect(client).toHaveAttribute('data-verdict', 'passes');
  await page.keyboard.press('End');
  await page.getByRole('button', { name: 'Write a policy' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('It is about these pods').selectOption('app=client');
  await form.getByLabel('and about').selectOption('Egress');
  await expect(form.getByRole('region', { name: 'What is typed' })).toContainText('policyTypes: [Egress]');
  expect(await violations(page)).toEqual([]);
  await form.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('switch', { name: /policy-1/ })).toBeChecked();
  await expect(client).toHaveAttribute('data-verdict', 'fails');
});

test('with flannel alone the page says that nobody enforces a policy applied by hand', async ({
  browser,
}) => {
  const deny = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny' },
    spec: { podSelector: {} },
  };
  const command = 'kubectl apply -f -';
  const input = { kind: 'exec', netns: 'node-1', command, stdin: JSON.stringify(deny) } as const;
  const shared = encodeShared({
    lab: 'flannel-vxlan',
    choices: {},
    inputs: [{ atNs: 9e9, input }],
    cursor: null,
  });
  const lab = await LabPage.open(browser, `./#/lab/flannel-vxlan?${shared}`);
  await lab.ready();
  await lab.page.keyboard.press('End');
  await lab.page.getByRole('button', { name: OBJECTS }).click();
  await expect(lab.page.getByTestId('policies-idle')).toContainText('Nobody enforces them on node-1, node-2');
  await expect(lab.page.locator('[data-send="ping-across"]')).toHaveAttribute('data-verdict', 'passes');
});
