import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** Bytes of the table at the beginning of what was compiled: the program's mark, the V8 that compiled, and where each script is. */
const tableLength = 1024;

/**
 * What Node is given to run. The program, some scripts, stands in it packed, in a comment, because Node reads and scans this whole file at every start. Usually it is
 * not unpacked: `gateway-intent.js.cache` beside it holds the scripts as text and what V8 compiled of them before, and only those that are needed are read. Without
 * that file, with that of another program, with half of one or with another Node, they are compiled anew. So they are once V8 has other settings: the program changes
 * some for long runs (`node:v8`), and the script that nearly all of those need is read before.
 */
export function launcher(scripts) {
  const sources = Object.fromEntries(Object.entries(scripts).map(([name, text]) => [name, wrapped(text)]));
  const lengths = Object.fromEntries(Object.entries(sources).map(([name, { length }]) => [name, length]));
  const all = Object.values(sources).join('');
  const id = createHash('sha256').update(JSON.stringify(lengths)).update(all).digest('hex').slice(0, 32);
  return `#!/usr/bin/env node
'use strict';
if(parseInt(process.versions.node)<20){console.error(\`gateway-intent needs Node 20 or newer; this is \${process.version}\`);process.exit(2)}
const{Script}=require('node:vm'),{openSync,readSync,readFileSync,renameSync,writeFileSync}=require('node:fs'),id='${id}',file=__filename+'.cache';
const lengths=${JSON.stringify(lengths)},scripts={},modules={};
let cache,table={};
const read=(at,length)=>{const bytes=Buffer.allocUnsafeSlow(length);if(readSync(cache,bytes,0,length,at)!==length)throw 0;return bytes};
try{cache=openSync(file);const head=read(0,${tableLength}).latin1Slice();if(head.slice(0,32)===id)table=JSON.parse(head.slice(32))}catch{}
let all;const unpacked=(name)=>{all??=require('node:zlib').gunzipSync(Buffer.from(/^\\/\\/(.+)$/m.exec(readFileSync(__filename,'latin1'))[1],'base64')).latin1Slice();
let at=0;for(const each in lengths){if(each===name)return all.slice(at,at+lengths[each]);at+=lengths[each]}};
const sourceOf=(name,bytes)=>bytes?bytes.latin1Slice(0,lengths[name]):unpacked(name);
const load=(name)=>{let bytes;if(table[name])try{bytes=read(...table[name])}catch{}
const script=scripts[name]=new Script(sourceOf(name,bytes),{filename:__filename,cachedData:bytes?.subarray(lengths[name])});
const module=modules[name]={exports:{}};script.runInThisContext()(within,module.exports,module);return module};
const exported=(name)=>(modules[name]??load(name)).exports;
const within=(name)=>{if(name in lengths)return exported(name);if(name==='node:v8')exported('late');return require(name)};
load('main');
if(process.env.GATEWAY_INTENT_WRITE_CACHE)process.on('exit',()=>{const compiled=process.env.GATEWAY_INTENT_WRITE_CACHE.split(','),table_={v8:process.versions.v8},pieces=[];let at=${tableLength};
for(const name in lengths){let bytes;if(table[name])bytes=read(...table[name]);const code=compiled.includes(name)&&scripts[name]?scripts[name].createCachedData():bytes?.subarray(lengths[name]);
if(!code)continue;const piece=Buffer.concat([Buffer.from(sourceOf(name,bytes),'latin1'),code]);table_[name]=[at,piece.length];pieces.push(piece);at+=piece.length}
const draft=file+'.'+process.pid;writeFileSync(draft,Buffer.concat([Buffer.from((id+JSON.stringify(table_)).padEnd(${tableLength}),'latin1'),...pieces]));renameSync(draft,file)});
//${gzipSync(all, { level: 9 }).toString('base64')}
`;
}

/** A script as a function of what modules of Node are given. V8 wants what it compiled at a multiple of eight. */
function wrapped(program) {
  // esbuild leaves other characters in regular expressions, and one of them would double the size of the text in memory.
  const ascii = program.replaceAll(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const source = `(function(require,exports,module){${ascii}\n})`;
  return source.padEnd(Math.ceil(source.length / 8) * 8);
}
