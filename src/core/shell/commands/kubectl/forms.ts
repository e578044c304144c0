/** The forms of kubectl's commands in the notation of grammar.ts, for completion. */
const IN = '[ -n NAMESPACE ] [ -A ] [ -l LABEL ]';

export const FORMS: readonly string[] = [
  `kubectl get RESOURCE ${IN} [ -o { wide | yaml | json | name } ] [ --sort-by=PATH ] [ --field-selector=FIELD ] [ --show-labels ] [ --no-headers ] [ OBJECT ... ]`,
  `kubectl describe RESOURCE ${IN} [ OBJECT ... ]`,
  `kubectl delete RESOURCE ${IN} [ --all ] [ OBJECT ... ]`,
  'kubectl { apply | create | delete } -f FILE [ -n NAMESPACE ]',
  'kubectl run NAME --image=IMAGE [ --restart=Never ]',
  'kubectl scale deployment DEPLOYMENT --replicas=COUNT',
  'kubectl { cordon | uncordon } NODE',
  'kubectl drain NODE [ --ignore-daemonsets ] [ --force ]',
  'kubectl label RESOURCE OBJECT LABEL ... [ --overwrite ]',
  'kubectl annotate RESOURCE OBJECT LABEL ... [ --overwrite ]',
  'kubectl exec POD [ -n NAMESPACE ] [ -c CONTAINER ] -- COMMAND ...',
  'kubectl logs POD [ -n NAMESPACE ] [ -c CONTAINER ] [ --tail=LINES ]',
  'kubectl rollout restart daemonset NAME [ -n NAMESPACE ]',
];
