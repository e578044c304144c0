/**
 * Options that the real tools know. Where a command here says that there is no such option, and there is one in life, that
 * would be a lie: it is refused in this lab's own name instead.
 *
 * The lists are what each tool's own help named: curl 7.88.1, coreutils 9.1, grep 3.8, sed 4.9, procps 4.0.2, iproute2 6.1,
 * iptables 1.8.9, conntrack-tools 1.4.7, ipset 7.17, nftables 1.0.6, ethtool 6.1, tcpdump 4.99.3, OpenBSD's netcat 1.219,
 * BIND 9.18, traceroute 2.1.2, net-tools 2.10, util-linux 2.38.1, systemd 252.
 */
import { notYet, type Outcome } from './command';

/** Tool, letters, long names; a line that begins with more blanks goes on with the long names before it. */
const KNOWN = `
  arp ADHadefinpsv delete,device,file,numeric,protocol,set,use-device,verbose
  arping ADIUVbcfiqsw -
  bridge Vcdjnopst -
  cat AETbenstuv help,number,number-nonblank,show-all,show-ends,show-nonprinting,show-tabs,squeeze-blank,
    version
  conntrack CDEFGILSUbcdefgjlmnopqrstuwz any-nat,buffer-size,dst,dst-nat,event-mask,family,label,label-add,
    label-del,mark,mask-dst,mask-src,orig-dst,orig-src,orig-zone,output,protonum,reply-dst,reply-src,
    reply-zone,secmark,src,src-nat,status,timeout,tuple-dst,tuple-src,zero,zone
  curl 012346ABCDEFGHIJKLMNOPQRSTUVXYZabcdefghijklmnopqrstuvwxyz abstract-unix-socket,alt-svc,anyauth,
    append,aws-sigv4,basic,cacert,capath,cert,cert-status,cert-type,ciphers,compressed,compressed-ssh,
    config,connect-timeout,connect-to,continue-at,cookie,cookie-jar,create-dirs,create-file-mode,crlf,
    crlfile,curves,data,data-ascii,data-binary,data-raw,data-urlencode,delegation,digest,disable,
    disable-eprt,disable-epsv,disallow-username-in-url,dns-interface,dns-ipv4-addr,dns-ipv6-addr,
    dns-servers,doh-cert-status,doh-insecure,doh-url,dump-header,egd-file,engine,etag-compare,etag-save,
    expect100-timeout,fail,fail-early,fail-with-body,false-start,form,form-escape,form-string,ftp-account,
    ftp-alternative-to-user,ftp-create-dirs,ftp-method,ftp-pasv,ftp-port,ftp-pret,ftp-skip-pasv-ip,
    ftp-ssl-ccc,ftp-ssl-ccc-mode,ftp-ssl-control,get,globoff,happy-eyeballs-timeout-ms,haproxy-protocol,
    head,header,help,hostpubmd5,hostpubsha256,hsts,http0,http1,http2,http2-prior-knowledge,http3,http3-only,
    ignore-content-length,include,insecure,interface,ipv4,ipv6,json,junk-session-cookies,keepalive-time,key,
    key-type,krb,libcurl,limit-rate,list-only,local-port,location,location-trusted,login-options,mail-auth,
    mail-from,mail-rcpt,mail-rcpt-allowfails,manual,max-filesize,max-redirs,max-time,metalink,negotiate,
    netrc,netrc-file,netrc-optional,next,no-alpn,no-buffer,no-clobber,no-keepalive,no-npn,no-progress-meter,
    no-sessionid,noproxy,ntlm,ntlm-wb,oauth2-bearer,output,output-dir,parallel,parallel-immediate,
    parallel-max,pass,path-as-is,pinnedpubkey,post301,post302,post303,preproxy,progress-bar,proto,
    proto-default,proto-redir,proxy,proxy-anyauth,proxy-basic,proxy-cacert,proxy-capath,proxy-cert,
    proxy-cert-type,proxy-ciphers,proxy-crlfile,proxy-digest,proxy-header,proxy-insecure,proxy-key,
    proxy-key-type,proxy-negotiate,proxy-ntlm,proxy-pass,proxy-pinnedpubkey,proxy-service-name,
    proxy-ssl-allow-beast,proxy-ssl-auto-client-cert,proxy-tls13-ciphers,proxy-tlsauthtype,
    proxy-tlspassword,proxy-tlsuser,proxy-tlsv1,proxy-user,proxy1,proxytunnel,pubkey,quote,random-file,
    range,rate,raw,referer,remote-header-name,remote-name,remote-name-all,remote-time,remove-on-error,
    request,request-target,resolve,retry,retry-all-errors,retry-connrefused,retry-delay,retry-max-time,
    sasl-authzid,sasl-ir,service-name,show-error,silent,socks4,socks4a,socks5,socks5-basic,socks5-gssapi,
    socks5-gssapi-nec,socks5-gssapi-service,socks5-hostname,speed-limit,speed-time,ssl,ssl-allow-beast,
    ssl-auto-client-cert,ssl-no-revoke,ssl-reqd,ssl-revoke-best-effort,sslv2,sslv3,stderr,styled-output,
    suppress-connect-headers,tcp-fastopen,tcp-nodelay,telnet-option,tftp-blksize,tftp-no-options,time-cond,
    tls-max,tls13-ciphers,tlsauthtype,tlspassword,tlsuser,tlsv1,tr-encoding,trace,trace-ascii,trace-time,
    unix-socket,upload-file,url,url-query,use-ascii,user,user-agent,verbose,version,write-out,xattr
  cut Mbcdfnsz bytes,characters,complement,delimiter,fields,help,only-delimited,output-delimiter,version,
    zero-terminated
  date IRdfrsu date,debug,file,help,iso-8601,reference,resolution,rfc-3339,rfc-email,set,universal,utc,
    version
  dig 46bcfhkmpqrtuvxy -
  dmesg CDEFHJLPSTVWcdefhklnprstuwx buffer-size,clear,color,console-level,console-off,console-on,ctime,
    decode,facility,file,follow,follow-new,force-prefix,help,human,json,kernel,level,noescape,nopager,
    notime,raw,read-clear,reltime,show-delta,since,syslog,time-format,until,userspace,version
  env 0CSiuv block-signal,chdir,debug,default-signal,help,ignore-environment,ignore-signal,
    list-signal-handling,null,split-string,unset,version
  ethtool ACEGIKLNPQSTUWXacdefghiklmnprstuwx all,all-groups,cable-test,cable-test-tdr,change,change-eeprom,
    coalesce,config-nfc,config-ntuple,debug,driver,dump-module-eeprom,eeprom-dump,features,flash,get-dump,
    get-phy-tunable,get-tunable,groups,help,identify,include-statistics,json,module-info,monitor,negotiate,
    offload,pause,per-queue,phy-statistics,register-dump,reset,rxfh,set-channels,set-dump,set-eee,set-fec,
    set-module,set-phy-tunable,set-priv-flags,set-ring,set-rxfh-indir,set-tunable,show-channels,
    show-coalesce,show-eee,show-features,show-fec,show-module,show-nfc,show-ntuple,show-offload,show-pause,
    show-permaddr,show-priv-flags,show-ring,show-rxfh,show-rxfh-indir,show-time-stamping,show-tunnels,
    statistics,test,version
  getent AVis help,no-addrconfig,no-idn,service,usage,version
  grep ABCDEFGHILPRTUVZabcdefhilmnoqrsvwxz after-context,basic-regexp,before-context,binary,binary-files,
    byte-offset,color,colour,context,count,dereference-recursive,devices,directories,exclude,exclude-dir,
    exclude-from,extended-regexp,file,files-with-matches,files-without-match,fixed-strings,group-separator,
    help,ignore-case,include,initial-tab,invert-match,label,line-buffered,line-number,line-regexp,max-count,
    no-filename,no-group-separator,no-ignore-case,no-messages,null,null-data,only-matching,perl-regexp,
    quiet,recursive,regexp,silent,text,version,with-filename,word-regexp
  head cnqvz bytes,help,lines,quiet,silent,verbose,version,zero-terminated
  host 46ACNRTUVWacdilmprstvw -
  hostname AFIVabdfhisy alias,all-fqdns,all-ip-addresses,boot,domain,file,fqdn,help,ip-address,long,nis,
    short,version,yp
  id GZagnruz context,group,groups,help,name,real,user,version,zero
  ifconfig asv -
  ip 046BMNVabcdfhjlnoprst -
  ipset fnoqrst -
  iptables 46ACDEFILNPRSVXZcdfghijmnopstvwx append,check,delete,delete-chain,destination,exact,flush,
    fragment,goto,in-interface,insert,ipv4,ipv6,jump,line-numbers,list,list-rules,match,modprobe,new,
    numeric,out-interface,policy,protocol,rename-chain,replace,set-counters,source,table,verbose,version,
    wait,zero
  iptables-restore 46MTVchntv counters,help,ipv4,ipv6,modprobe,noflush,table,test,verbose,version
  iptables-save - help
  ls 1ABCDFGHILNQRSTUXZabcdfghiklmnopqrstuvwx all,almost-all,author,block-size,classify,color,context,
    dereference,dereference-command-line,dereference-command-line-symlink-to-dir,directory,dired,escape,
    file-type,format,full-time,group-directories-first,help,hide,hide-control-chars,human-readable,
    hyperlink,ignore,ignore-backups,indicator-style,inode,kibibytes,literal,no-group,numeric-uid-gid,
    quote-name,quoting-style,recursive,reverse,show-control-chars,si,size,sort,tabsize,time,time-style,
    version,width,zero
  nc 46CDFIMNOPSTUVWXZbdhiklmnpqrstuvwxz -
  netstat 46ACFMNSUVWZaceghilnoprstuvwx all,ax25,cache,context,continuous,extend,fib,groups,help,interfaces,
    ipx,listening,masquerade,netrom,numeric,numeric-hosts,numeric-ports,numeric-users,programs,raw,route,
    sctp,statistics,symbolic,tcp,timers,udp,udplite,unix,verbose,version,wide
  nft DINSTVacdefhijnopstuvy check,debug,define,echo,file,guid,handle,help,includepath,interactive,json,
    numeric,numeric-priority,numeric-protocol,numeric-time,optimize,reversedns,service,stateless,terse,
    version
  nsenter CFGSTUVWZahimnprtuw all,cgroup,follow-context,help,ipc,mount,net,no-fork,pid,preserve-credentials,
    root,setgid,setuid,target,time,user,uts,version,wd,wdns
  nstat Vadhjnprstz help,ignore,interval,json,nooutput,noupdate,pretty,reset,scan,version,zeros
  ps ACFGHLMNOPTUVacdefgjlmopqstuwy cols,columns,context,cumulative,deselect,forest,format,group,headers,
    help,lines,no-headers,pid,ppid,quick-pid,rows,sid,sort,tty,user,version,width
  rm IRdfirv dir,force,help,interactive,no-preserve-root,one-file-system,preserve-root,recursive,verbose,
    version
  route 46ACFNVehnv cache,extend,fib,help,numeric,verbose,version
  sed Eefilnrsuz debug,expression,file,follow-symlinks,help,in-place,line-length,null-data,posix,quiet,
    regexp-extended,sandbox,separate,silent,unbuffered,version
  seq fsw equal-width,format,help,separator,version
  sort CMRSTVbcdfghikmnorstuz batch-size,buffer-size,check,compress-program,debug,dictionary-order,
    field-separator,files0-from,general-numeric-sort,help,human-numeric-sort,ignore-case,
    ignore-leading-blanks,ignore-nonprinting,key,merge,month-sort,numeric-sort,output,parallel,random-sort,
    random-source,reverse,sort,stable,temporary-directory,unique,version,version-sort,zero-terminated
  ss 046ADEFHKMNOSTVZabdefhilmnoprstuwxz all,bpf,cgroup,context,contexts,dccp,diag,events,extended,family,
    filter,help,inet-sockopt,info,ipv4,ipv6,kill,listening,memory,mptcp,net,no-header,numeric,oneline,
    options,packet,processes,query,raw,resolve,sctp,socket,summary,tcp,threads,tipc,tipcinfo,tos,udp,unix,
    version,vsock,xdp
  sysctl ANVXabdefhnopqrwx all,binary,deprecated,dry-run,help,ignore,load,names,pattern,quiet,system,values,
    version,write
  systemctl HMPTafhilnopqrst all,boot-loader-entry,boot-loader-menu,check-inhibitors,dry-run,failed,
    firmware-setup,force,full,global,help,host,image,job-mode,kill-whom,legend,lines,machine,marked,mkdir,
    no-ask-password,no-block,no-pager,no-reload,no-wall,now,output,plain,preset-mode,property,quiet,
    read-only,recursive,reverse,root,runtime,show-transaction,show-types,signal,state,system,timestamp,type,
    user,value,version,wait,what,with-dependencies
  tail Fcfnqsvz bytes,follow,help,lines,max-unchanged-stats,pid,quiet,retry,silent,sleep-interval,verbose,
    version,zero-terminated
  tc NVbcdefjnoprs -
  tcpdump ABCEFGHIJKLMNOQSTUVWXZbcdefhijklmnpqrstuvwxyz count,immediate-mode,micro,nano,number,print,
    time-stamp-precision,version
  timeout klsv foreground,help,kill-after,preserve-status,signal,verbose,version
  tr Ccdst complement,delete,help,squeeze-repeats,truncate-set1,version
  tracepath 46Vblmnp -
  traceroute 46ADFIMNOPTUVdefgilmnpqrstwz as-path-lookups,back,dccp,debug,dont-fragment,extensions,first,
    flowlabel,fwmark,gateway,help,icmp,interface,max-hops,module,mtu,options,port,protocol,queries,sendwait,
    sim-queries,source,sport,tcp,tos,udp,version,wait
  uname aimnoprsv all,hardware-platform,help,kernel-name,kernel-release,kernel-version,machine,nodename,
    operating-system,processor,version
  uniq Dcdfisuwz all-repeated,check-chars,count,group,help,ignore-case,repeated,skip-chars,skip-fields,
    unique,version,zero-terminated
  uptime Vhps help,pretty,since,version
  watch bcdeghnpqtvwx beep,chgexit,color,differences,equexit,errexit,exec,help,interval,no-title,no-wrap,
    precise,version
  wc Lclmw bytes,chars,files0-from,help,lines,max-line-length,version,words
`;

interface Known {
  readonly letters: string;
  readonly long: ReadonlySet<string>;
}

let tools: ReadonlyMap<string, Known> | null = null;

function known(tool: string): Known | undefined {
  tools ??= new Map(
    KNOWN.replace(/,\n {4}/g, ',')
      .trim()
      .split('\n')
      .map((line) => {
        const [name = '', letters = '', long = ''] = line.trim().split(' ');
        return [name, { letters, long: new Set(long.split(',')) }];
      }),
  );
  return tools.get(tool);
}

/** How tools say that they know no such option. */
const SAYINGS: readonly RegExp[] = [
  /^([\w-]+): (?:invalid|unknown) option -- '?(.|[\w-]{2,})'?$/,
  /^([\w-]+): (?:unrecognized|unknown) option '(--[\w-]+)(?:=.*)?'$/,
  /^([\w-]+): option (--?[\w-]+): is unknown$/,
  /^([\w-]+)(?: v[\d.]+(?: \(\w+\))?)?: (?:unknown|unrecognized) option "?(--?[\w-]+)"?/,
];

/** Whether the real tool knows an option, `--mtu` or `-d`. */
export function isRealOption(tool: string, option: string): boolean {
  const real = known(tool);
  const name = option.replace(/^-+/, '').replace(/=.*/s, '');
  if (real === undefined || name === '') return false;
  return name.length > 1 ? real.long.has(name) : real.letters.includes(name);
}

/** The outcome of a command, unless it denied an option that there is. */
export function withoutDenials(outcome: Outcome): Outcome {
  const [said] = outcome.stderr;
  if (outcome.exitCode === 0 || said === undefined) return outcome;
  for (const saying of SAYINGS) {
    const [, tool = '', option = ''] = saying.exec(said) ?? [];
    if (option === '') continue;
    const name = option.replace(/^-+/, '');
    return isRealOption(tool, name) ? notYet(`${tool} ${name.length > 1 ? '--' : '-'}${name}`) : outcome;
  }
  return outcome;
}
