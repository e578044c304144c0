/**
 * Flags that kubectl knows, as its help named them (v1.32.4): to say of one that it is unknown would be a lie, so it is refused in this
 * lab's own name.
 */

/** Verb and long names, a letter before a colon; `-` are those of every verb. */
const KNOWN = `
- as,as-group,as-uid,cache-dir,certificate-authority,client-certificate,client-key,cluster,context,disable-compression,insecure-skip-tls-verify,kubeconfig,log-flush-frequency,match-server-version,password,profile,profile-output,request-timeout,s:server,tls-server-name,token,user,username,v:v,vmodule,warnings-as-errors
get allow-missing-template-keys,chunk-size,f:filename,k:kustomize,output-watch-events,raw,R:recursive,server-print,show-kind,show-managed-fields,subresource,template,w:watch,watch-only
describe A:all-namespaces,chunk-size,f:filename,k:kustomize,R:recursive,l:selector,show-events
apply all,allow-missing-template-keys,cascade,dry-run,field-manager,f:filename,force,force-conflicts,grace-period,k:kustomize,openapi-patch,o:output,overwrite,prune,prune-allowlist,R:recursive,l:selector,server-side,show-managed-fields,subresource,template,timeout,validate,wait
create allow-missing-template-keys,dry-run,edit,field-manager,f:filename,k:kustomize,o:output,raw,R:recursive,save-config,l:selector,show-managed-fields,template,validate,windows-line-endings
run allow-missing-template-keys,annotations,attach,cascade,command,dry-run,env,expose,field-manager,f:filename,force,grace-period,image,image-pull-policy,k:kustomize,l:labels,leave-stdin-open,o:output,override-type,overrides,pod-running-timeout,port,privileged,q:quiet,R:recursive,restart,rm,save-config,show-managed-fields,i:stdin,template,timeout,t:tty,wait
delete all,A:all-namespaces,cascade,dry-run,field-selector,f:filename,force,grace-period,ignore-not-found,i:interactive,k:kustomize,now,o:output,raw,R:recursive,l:selector,timeout,wait
scale all,allow-missing-template-keys,current-replicas,dry-run,f:filename,k:kustomize,o:output,R:recursive,replicas,resource-version,l:selector,show-managed-fields,template,timeout
label all,A:all-namespaces,allow-missing-template-keys,dry-run,field-manager,field-selector,f:filename,k:kustomize,list,local,o:output,overwrite,R:recursive,resource-version,l:selector,show-managed-fields,template
annotate all,A:all-namespaces,allow-missing-template-keys,dry-run,field-manager,field-selector,f:filename,k:kustomize,list,local,o:output,overwrite,R:recursive,resource-version,l:selector,show-managed-fields,template
cordon dry-run,l:selector
uncordon dry-run,l:selector
drain chunk-size,delete-emptydir-data,disable-eviction,dry-run,force,grace-period,ignore-daemonsets,pod-selector,l:selector,skip-wait-for-delete-timeout,timeout
exec c:container,f:filename,pod-running-timeout,q:quiet,i:stdin,t:tty
logs all-containers,all-pods,c:container,f:follow,ignore-errors,insecure-skip-tls-verify-backend,limit-bytes,max-log-requests,pod-running-timeout,prefix,p:previous,l:selector,since,since-time,tail,timestamps
version client,o:output
`;

const TABLE: ReadonlyMap<string, readonly string[]> = new Map(
  KNOWN.trim()
    .split('\n')
    .map((line) => {
      const [verb = '', names = ''] = line.split(' ');
      return [verb, names.split(',')];
    }),
);

/** The flag a complaint denies (`unknown flag: --watch`), as typed, when there is one in life. */
export function realFlag(verb: string, complaint: string): string | null {
  const names = [...(TABLE.get('-') ?? []), ...(TABLE.get(verb) ?? [])];
  const [, long] = /^unknown flag: --(\S+)$/.exec(complaint) ?? [];
  if (long !== undefined) return names.some((name) => name.replace(/^.:/, '') === long) ? `--${long}` : null;
  const [, letter] = /^unknown shorthand flag: '(.)'/.exec(complaint) ?? [];
  return letter !== undefined && names.some((name) => name.startsWith(`${letter}:`)) ? `-${letter}` : null;
}
