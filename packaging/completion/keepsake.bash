# What bash completes keepsake, keepalived, genhash, keepsake-replay and keepsake-web with; written by CompletionsTest.
_keepsake() {
  local word=${COMP_WORDS[COMP_CWORD]} at=$COMP_CWORD before path='' i
  # Bash cuts at "=": of --option=VALUE and of NAME=DIR behind an option before is that option.
  if [ "$word" = = ]; then word=''; else at=$((at - 1)); fi
  before=${COMP_WORDS[at]}
  while [ "$before" = = ] && [ "$at" -gt 1 ]; do
    at=$((at - 1))
    before=${COMP_WORDS[at]}=
    [[ $before == -* ]] || { at=$((at - 1)) && before=${COMP_WORDS[at]}; }
  done
  case ${COMP_WORDS[0]##*/} in
    genhash) path=genhash ;;
    keepalived) path=director ;;
    keepsake-replay) path=replay ;;
    keepsake-web) path=web ;;
  esac
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path ${COMP_WORDS[i]}" in
      ' director'|' genhash'|' replay'|'replay show'|'replay verify'|'replay explain'|'replay timeline'|'replay incidents'|'replay verdicts'|'replay state'|'replay diff'|'replay why'|'replay find'|'replay bisect'|'replay export'|'replay what-if'|' upgrade-check'|' web') path=${path:+$path }${COMP_WORDS[i]} ;;
    esac
  done
  local files='' directories='' words=''
  case $path in
    '') words='director genhash replay upgrade-check web' ;;
    'director')
      case $before in
        -f|--use-file|--use-file=|--config-test=|--log-socket|--log-socket=|-p|--pid|--pid=|--control|--control=|--plan|--plan=) files=1 ;;
        -S|--log-facility|--log-facility=|-i|--config-id|--config-id=|--journal-max-bytes|--journal-max-bytes=|--journal-max-age|--journal-max-age=|--journal-min-free|--journal-min-free=|--reload-removes-max|--reload-removes-max=|-s|--namespace|--namespace=|--drain|--drain=|--undrain|--undrain=|--demote|--demote=|--hold|--hold=|--release|--release=) ;;
        --log-format|--log-format=) words='events keepalived' ;;
        --journal|--journal=) directories=1 ;;
        --signum|--signum=) words='STOP RELOAD DATA STATS STATS_CLEAR JSON' ;;
        *) words='-f --use-file -t --config-test -n --dont-fork -l --log-console -D --log-detail -G --no-syslog -S --log-facility --log-format --log-socket -i --config-id -P --vrrp -C --check --all -V --dont-release-vrrp -I --dont-release-ipvs -X --release-vips -R --dont-respawn -p --pid --journal --journal-max-bytes --journal-max-age --journal-min-free --control --reload-removes-max -s --namespace --status --table --json --reload --plan --drain --undrain --demote --hold --release --signum -v --version -h --help' ;;
      esac
      ;;
    'genhash')
      case $before in
        -s|--server|--server=|-p|--port|--port=|-u|--url|--url=|-V|--use-virtualhost|--use-virtualhost=|-P|--protocol|--protocol=|-t|--timeout|--timeout=) ;;
        *) words='-s --server -p --port -u --url -S --use-ssl -I --use-sni -V --use-virtualhost -P --protocol -t --timeout -v --verbose -h --help' ;;
      esac
      ;;
    'replay') words='show verify explain timeline incidents verdicts state diff why find bisect export what-if -h --help -V --version' ;;
    'replay show')
      case $before in
        --control|--control=) files=1 ;;
        --tz|--tz=|--from|--from=|--to|--to=|--run|--run=|--instance|--instance=|--kind|--kind=) ;;
        *) if [[ $word == -* ]]; then words='--live --control --tz --utc --from --to --run --instance --kind --decisions --json --follow -h --help -V --version'; else files=1; fi ;;
      esac
      ;;
    'replay verify')
      case $before in
        --control|--control=) files=1 ;;
        --tz|--tz=|--run|--run=) ;;
        *) if [[ $word == -* ]]; then words='--live --control --tz --utc --run -h --help -V --version'; else files=1; fi ;;
      esac
      ;;
    'replay explain')
      case $before in
        --control|--control=) files=1 ;;
        --tz|--tz=|--from|--from=|--to|--to=|--run|--run=|--instance|--instance=) ;;
        *) if [[ $word == -* ]]; then words='--live --control --tz --utc --from --to --run --instance -h --help -V --version'; else files=1; fi ;;
      esac
      ;;
    'replay timeline')
      case $before in
        --control|--control=) files=1 ;;
        --tz|--tz=|--from|--from=|--to|--to=) ;;
        *) if [[ $word == -* ]]; then words='--live --control --tz --utc --from --to --all -h --help -V --version'; else files=1; fi ;;
      esac
      ;;
    'replay incidents')
      case $before in
        --control|--control=) files=1 ;;
        --tz|--tz=|--from|--from=|--to|--to=) ;;
        *) if [[ $word == -* ]]; then words='--live --control --tz --utc --from --to -h --help -V --version'; else files=1; fi ;;
      esac
      ;;
    'replay verdicts')
      case $before in
        --control|--control=) files=1 ;;
        --tz|--tz=|--from|--from=|--to|--to=) ;;
        *) if [[ $word == -* ]]; then words='--live --control --tz --utc --from --to --all -h --help -V --version'; else files=1; fi ;;
      esac
      ;;
    'replay state')
      case $before in
        --control|--control=) files=1 ;;
        --tz|--tz=|--at|--at=) ;;
        --format|--format=) words='text ipvsadm' ;;
        *) if [[ $word == -* ]]; then words='--live --control --tz --utc --at --format -h --help -V --version'; else files=1; fi ;;
      esac
      ;;
    'replay diff')
      case $before in
        --control|--control=) files=1 ;;
        --tz|--tz=|--at|--at=|--run|--run=) ;;
        *) if [[ $word == -* ]]; then words='--live --control --tz --utc --at --run -h --help -V --version'; else files=1; fi ;;
      esac
      ;;
    'replay why')
      case $before in
        --control|--control=) files=1 ;;
        --tz|--tz=|--at|--at=) ;;
        *) if [[ $word == -* ]]; then words='--live --control --tz --utc --at -h --help -V --version'; else files=1; fi ;;
      esac
      ;;
    'replay find')
      case $before in
        --control|--control=) files=1 ;;
        --tz|--tz=|--from|--from=|--to|--to=) ;;
        *) if [[ $word == -* ]]; then words='--live --control --tz --utc --from --to --compare --all -h --help -V --version'; else files=1; fi ;;
      esac
      ;;
    'replay bisect')
      case $before in
        --control|--control=) files=1 ;;
        --tz|--tz=|--from|--from=|--to|--to=|--run|--run=|--at|--at=|--instance|--instance=) ;;
        *) if [[ $word == -* ]]; then words='--live --control --tz --utc --from --to --run --at --instance --this-build --json -h --help -V --version'; else files=1; fi ;;
      esac
      ;;
    'replay export')
      case $before in
        --control|--control=|--html|--html=|--pcapng|--pcapng=|--json|--json=|--perfetto|--perfetto=|--scenario|--scenario=|--bundle|--bundle=) files=1 ;;
        --tz|--tz=|--from|--from=|--to|--to=) ;;
        *) if [[ $word == -* ]]; then words='--live --control --tz --utc --from --to --html --pcapng --json --perfetto --scenario --bundle -h --help -V --version'; else files=1; fi ;;
      esac
      ;;
    'replay what-if')
      case $before in
        --control|--control=|--config|--config=|--html|--html=) files=1 ;;
        --tz|--tz=|--set|--set=) ;;
        *) if [[ $word == -* ]]; then words='--live --control --tz --utc --config --set --forbid-new-transitions --html -h --help -V --version'; else files=1; fi ;;
      esac
      ;;
    'upgrade-check')
      case $before in
        --since|--since=) ;;
        *) if [[ $word == -* ]]; then words='--since --json --help'; else files=1; fi ;;
      esac
      ;;
    'web')
      case $before in
        --journal|--journal=) directories=1 ;;
        --listen|--listen=|--otlp|--otlp=|--otlp-every|--otlp-every=|--stale|--stale=|--minutes|--minutes=) ;;
        --tls-cert|--tls-cert=|--tls-key|--tls-key=|--token-file|--token-file=|--basic-file|--basic-file=) files=1 ;;
        *) words='--journal --listen --tls-cert --tls-key --token-file --basic-file --no-token --open --otlp --otlp-every --stale --minutes -h --help -V --version' ;;
      esac
      ;;
  esac
  if [ -n "$files" ]; then
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  elif [ -n "$directories" ]; then
    mapfile -t COMPREPLY < <(compgen -d -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  fi
}
complete -o filenames -F _keepsake keepsake genhash keepalived keepsake-replay keepsake-web
