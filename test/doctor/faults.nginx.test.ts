import { describeWithNginx } from '../edge/nginx/run-nginx';
import { World } from './_deployment';

describeWithNginx('doctor, on deployments of the loopback', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world.stop());

  it('has nothing to say about a healthy one', async () => {
    const report = await world.examine();
    expect(report.findings).toEqual([]);
    expect(report.crashed).toEqual([]);
    expect(report.notApplicable).toEqual([]);
  });
});
