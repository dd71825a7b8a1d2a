;;; emacs-checks.el --- counting what is right in a real Emacs  -*- lexical-binding: t -*-

;; Loaded by emacs.el and emacs-lsp-mode.el.

(defvar passed 0)
(defvar failed 0)

(defun check (name ok &optional detail)
  "Count one check; DETAIL is shown if it failed."
  (if ok (setq passed (1+ passed)) (setq failed (1+ failed)))
  (princ (if ok (format "ok    %s\n" name) (format "FAIL  %s  -- %S\n" name detail)))
  ok)

(defun wait-for (probe)
  "Wait until PROBE gives something, 15 s at most."
  (let ((end (+ (float-time) 15)) value)
    (while (and (not (setq value (funcall probe))) (< (float-time) end))
      (accept-process-output nil 0.02))
    value))

(provide 'emacs-checks)
;;; emacs-checks.el ends here
