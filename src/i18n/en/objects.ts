/** The API server's objects: the panel that lists them and what it offers to do. */
export default {
  objects: {
    name: 'Kubernetes objects',
    close: 'Close',
    namespace: 'Namespace',
    allNamespaces: 'all',
    create: 'Create a pod',
    writtenBy: 'Last written by',
    goTo: 'Go to that step',
    yaml: 'The object as YAML',
    action: {
      deletePod: 'Delete pod',
      cordon: 'Cordon',
      uncordon: 'Uncordon',
      drain: 'Drain',
      leave: 'Stop its kubelet',
      join: '{{name}} joins the cluster',
      scaleUp: 'One replica more',
      scaleDown: 'One replica less',
      deleteDeployment: 'Delete deployment',
    },
    form: {
      name: 'Name',
      node: 'Node',
      anyNode: 'as the scheduler chooses',
      containers: 'Containers (names, separated by spaces)',
      manifest: 'What is typed',
      apply: 'Apply',
      wrongName: 'Lower-case letters, digits and hyphens only, at most 63.',
      wrongContainers: 'At least one name, each once: lower-case letters, digits and hyphens.',
    },
  },
} as const;
