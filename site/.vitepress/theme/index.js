import { useData } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { nextTick, onMounted, watch } from 'vue';
import FilterList from './FilterList.vue';
import '#drawing.css';
import './site.css';

/** The default look, in the fonts of the reader's system: nothing is loaded, and nothing moves when it arrives. */
export default {
  extends: DefaultTheme,
  setup() {
    const { page } = useData();
    // The front page of the default theme has no landmark.
    const mark = () => document.querySelector('.VPContent.is-home')?.setAttribute('role', 'main');
    onMounted(mark);
    watch(() => page.value.relativePath, () => void nextTick(mark));
  },
  enhanceApp({ app }) {
    app.component('FilterList', FilterList);
  },
};
