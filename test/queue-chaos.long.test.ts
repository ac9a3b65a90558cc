// A sweep by a queue while workers, the coordinator and the server are killed: it ends complete, with the bits of one process.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {generator} from '../src/random/generator.js';
import {played, Stage} from './queue-stage.js';
import {redisPath, WITHOUT_REDIS} from './redis-server.js';
import {childrenOf, until} from './rig.js';

if (!redisPath) process.stdout.write(WITHOUT_REDIS);
const withRedis = redisPath ? test : test.skip;

const KILLS = 20;
const WORKERS = 3;

withRedis('20 workers, the coordinator and the server are killed', async () => {
  await Stage.with([], await played(150, 40), async stage => {
    const random = generator(18, 'chaos');
    const workers = Array.from({length: WORKERS}, () => stage.worker());
    let run = stage.run();
    let killed = 0;
    const total = stage.played.trials.size;
    for (let kill = 0; kill < KILLS; kill++) {
      const wanted = Math.floor(((kill + 1) * total) / (KILLS + 4));
      await until(`${wanted} trials are there`, () => stage.lines() >= wanted, 240);
      const at = random.integer(WORKERS);
      const {pid} = workers[at].process;
      const processes = [pid, ...childrenOf(pid)];
      const victim = processes[random.integer(processes.length)];
      if (victim !== undefined) process.kill(victim, 'SIGKILL');
      killed++;
      if (victim === pid) workers[at] = stage.worker();
      if (kill === Math.floor(KILLS / 3)) {
        run.process.kill('SIGKILL');
        await run.finished;
        run = stage.run();
      }
      if (kill === Math.floor((2 * KILLS) / 3)) {
        await stage.server.kill();
        await stage.server.begin();
      }
    }
    assert.is(killed, KILLS);
    stage.expectWhole(await run.finished);
  });
});

test.run();
