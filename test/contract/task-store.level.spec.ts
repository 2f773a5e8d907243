import { LevelTaskStore } from '../../src/adapters/level-store/level-task-store.js';
import { ProcfsProcessTable } from '../../src/adapters/procfs/procfs-process-table.js';
import { valueOf } from '../../src/testing/expect-result.js';
import { spoilRecords } from '../support/level-store/raw-database.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { describeTaskStore } from '../../src/testing/contract/task-store.contract.js';

describeTaskStore('in a LevelDB', async () => {
  const directory = await temporaryDirectory();
  const open = async (): Promise<LevelTaskStore> =>
    valueOf(await LevelTaskStore.open(directory.path, new ProcfsProcessTable()));
  const subject = await open();
  let last = subject;
  return {
    subject,
    async reopened() {
      await last.close();
      return (last = await open());
    },
    async reopenedWithout(attempt) {
      await last.close();
      await spoilRecords(directory.path, attempt);
      return (last = await open());
    },
    async dispose() {
      await last.close();
      await directory.remove();
    },
  };
});
