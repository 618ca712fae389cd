package host

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestAWindowIsFollowed: the host is told of each size that is another than the one before, and of none without a
// width or a height; of nothing any more once it is over.
func TestAWindowIsFollowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sizes := [][2]int{{100, 30}, {0, 31}, {100, 0}, {100, 31}, {100, 31}, {101, 31}, {101, 31}, {1, 1}}
		asked := 0
		var told []string
		end := follow(func() (int, int) {
			now := sizes[min(asked, len(sizes)-1)]
			asked++
			return now[0], now[1]
		}, 100, 30, func(h, w int) error {
			told = append(told, fmt.Sprintf("%dx%d", w, h))
			return nil
		})
		time.Sleep(time.Minute)
		synctest.Wait()
		assert.Equal(t, []string{"100x31", "101x31", "1x1"}, told)
		end()
		synctest.Wait()
		before := asked
		time.Sleep(time.Minute)
		assert.Equal(t, before, asked, "the window of who has let go is not looked at")
	})
}
