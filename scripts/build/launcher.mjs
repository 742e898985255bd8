import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/**
 * What Node is given to run. The program stands in it packed, in a comment, because Node reads and scans this whole file at every start. Usually it is not unpacked:
 * `gateway-intent.js.cache` beside it holds the program as text and what V8 compiled of it before, marked with the program and its own length. Without that file, with that of another program, with half of one or with another
 * Node, the program is compiled anew.
 */
export function launcher(program) {
  // esbuild leaves other characters in regular expressions, and one of them would double the size of the text in memory.
  const ascii = program.replaceAll(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const wrapped = `(function(require,module,exports){${ascii}\n})`;
  // V8 wants what it compiled at a multiple of eight.
  const source = wrapped.padEnd(Math.ceil(wrapped.length / 8) * 8);
  const id = createHash('sha256').update(source).digest('hex').slice(0, 32);
  const end = 40 + source.length;
  return `#!/usr/bin/env node
'use strict';
const{Script}=require('node:vm'),{readFileSync,renameSync,writeFileSync}=require('node:fs'),id='${id}',file=__filename+'.cache';
const mark=(length)=>id+length.toString(16).padStart(8,'0');
let cache;try{cache=readFileSync(file);if(cache.toString('latin1',0,40)!==mark(cache.length))cache=undefined}catch{}
const unpacked=()=>require('node:zlib').gunzipSync(Buffer.from(/^\\/\\/(.+)$/m.exec(readFileSync(__filename,'latin1'))[1],'base64')).latin1Slice();
const source=cache?cache.latin1Slice(40,${end}):unpacked();
const script=new Script(source,{filename:__filename,cachedData:cache?.subarray(${end})});
script.runInThisContext()(require,{exports:{}},{});
if(process.env.GATEWAY_INTENT_WRITE_CACHE)process.on('exit',()=>{const code=script.createCachedData(),draft=file+'.'+process.pid;
writeFileSync(draft,Buffer.concat([Buffer.from(mark(${end}+code.length)+source,'latin1'),code]));renameSync(draft,file)});
//${gzipSync(source, { level: 9 }).toString('base64')}
`;
}
