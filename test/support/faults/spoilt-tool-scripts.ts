/** Seconds that a run stands still before it fails, and before it does anything. */
const hangs = 0.6;
const late = 0.2;
/** More than any bound that the executor has for a run. */
const silence = 14;

const taking = (directory: string): string => `
fault=pass after=0
for file in ${directory}/$call/*; do
  met=${directory}/taken/$call.\${file##*/}
  mv "$file" "$met" 2>/dev/null || continue
  echo "$*" >"$met"
  fault=\${file##*/} && fault=\${fault#*.}
  after=\${fault#*.} && fault=\${fault%%.*}
  break
done`;

/** `path` is that of the runtime itself. */
export const runtimeScript = (directory: string, name: string, path: string): string => `#!/bin/sh
call=other
for word; do
  case $word in create | start | delete) call=${name}-$word && break ;; esac
done
${taking(directory)}
case $fault in
  fail) exit 1 ;;
  hang) sleep ${hangs.toString()} && exit 1 ;;
  silence) exec sleep ${silence.toString()} ;;
  late) sleep ${late.toString()} ;;
  done-fail) ${path} "$@"; exit 1 ;;
  done-hang) ${path} "$@"; sleep ${hangs.toString()}; exit 1 ;;
  kill) ${path} "$@" & sleep "$after"; kill -9 $!; exit 137 ;;
esac
exec ${path} "$@"
`;

export const conmonScript = (directory: string): string => `#!/bin/bash
call=conmon
${taking(directory)}
case $fault in
  fail) exit 1 ;;
  silence) exec sleep ${silence.toString()} ;;
  late) sleep ${late.toString()} ;;
  done-mute) exec conmon "$@" 3>/dev/null ;;
  done-cut) exec conmon "$@" 3> >(head -c 5 >&3) ;;
  kill) (exec >/dev/null 2>&1 3>&-; sleep "$after"; grep -q conmon /proc/$$/comm && kill -9 $$) & ;;
esac
exec conmon "$@"
`;
